package dev.botsentinel.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.store.FingerprintKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SipHashTest {

    private static final FingerprintKey KEY = FingerprintKey.ofHex("000102030405060708090a0b0c0d0e0f");

    /**
     * The authors' vectors of SipHash-2-4: key 00 01 … 0f, message 00 01 … of n bytes, hash as eight bytes. Those of
     * even n, since two bytes are a character here.
     */
    private static final List<String> VECTORS = List.of(
            "310e0edd47db6f72",
            "5a4fa9d909806c0d",
            "b7877127e09427cf",
            "cee3fe586e46c9cb",
            "6224939a79f5f593",
            "f3b9dd94c5bb5d7a",
            "fbe50e86bc8f1e75",
            "eef27a8e90ca23f7",
            "db9bc2577fcc2a3f",
            "9cd38d96f0b3c14b",
            "98eea21af25cd6be",
            "883ea3e395675393",
            "94af49f6c650adb8",
            "f315bb5bb835d817",
            "a5c91da7acaa4dde",
            "28ef495c53a387ad",
            "ce7cf2722f512771",
            "381205bb1ab0e012",
            "b4a31508beff4d31",
            "4d0cf49ee5d4dcca",
            "d0a704536ba93e0e",
            "a915c29bc8067318",
            "f21df2e41d4535f9",
            "10a56cf5dfcd9adb",
            "51a9cb9ecba312e6",
            "72fe52975a4364ee",
            "b274cb8ebf87870a",
            "eaecb2a30b22a87f",
            "bd838d3aafbf8db7",
            "135079a3231ce660",
            "e1915f5cb1eca46c",
            "575ff28e60381be5");

    static Stream<Arguments> vectors() {
        return IntStream.range(0, VECTORS.size()).mapToObj(i -> Arguments.of(2 * i, VECTORS.get(i)));
    }

    @ParameterizedTest(name = "{0} bytes")
    @MethodSource("vectors")
    void agreesWithTheAuthorsVectors(int bytes, String expected) {
        SipHash hash = hash();
        for (int i = 0; i < bytes; i += 2) {
            hash.add((char) (i | (i + 1) << 8));
        }
        long littleEndian = ByteBuffer.wrap(HexFormat.of().parseHex(expected))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertThat(hash.finish()).isEqualTo(littleEndian);
    }

    @Test
    void aTextIsFedWithItsLengthFirst() {
        long asText = hash().add("ab").finish();
        long asCharacters = hash().add((char) 2).add((char) 0).add('a').add('b').finish();
        assertThat(asText).isEqualTo(asCharacters);
    }

    @Test
    void noTwoListsOfTextsAreTheSame() {
        List<List<String>> lists = List.of(
                List.of(),
                List.of(""),
                List.of("", ""),
                List.of("ab"),
                List.of("a", "b"),
                List.of("", "ab"),
                List.of("ab", ""),
                List.of("\0"),
                List.of("\1\0"),
                List.of("\0\1"));
        Set<Long> hashes = new HashSet<>();
        for (List<String> texts : lists) {
            SipHash hash = hash();
            texts.forEach(hash::add);
            assertThat(hashes.add(hash.finish())).as("%s is new", texts).isTrue();
        }
    }

    @Test
    void anotherKeyGivesAnotherHash() {
        FingerprintKey other = FingerprintKey.ofHex("000102030405060708090a0b0c0d0e10");
        assertThat(new SipHash(other.k0(), other.k1()).add("text").finish())
                .isNotEqualTo(hash().add("text").finish());
    }

    private static SipHash hash() {
        return new SipHash(KEY.k0(), KEY.k1());
    }
}
