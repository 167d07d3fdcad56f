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
import org.junit.jupiter.params.provider.ValueSource;

class SipHashTest {

    private static final FingerprintKey KEY = FingerprintKey.ofHex("000102030405060708090a0b0c0d0e0f");

    /**
     * The authors' vectors of SipHash-2-4: key 00 01 … 0f, message 00 01 … of n bytes, hash as eight bytes. Those of n
     * = 0, 8, 16…, since words are fed here.
     */
    private static final List<String> VECTORS = List.of(
            "310e0edd47db6f72",
            "6224939a79f5f593",
            "db9bc2577fcc2a3f",
            "94af49f6c650adb8",
            "ce7cf2722f512771",
            "d0a704536ba93e0e",
            "51a9cb9ecba312e6",
            "bd838d3aafbf8db7");

    static Stream<Arguments> vectors() {
        return IntStream.range(0, VECTORS.size()).mapToObj(i -> Arguments.of(i, VECTORS.get(i)));
    }

    @ParameterizedTest(name = "{0} words")
    @MethodSource("vectors")
    void agreesWithTheAuthorsVectors(int words, String expected) {
        SipHash hash = hash();
        for (int i = 0; i < words; i++) {
            hash.add(0x0706050403020100L + i * 0x0808080808080808L);
        }
        long littleEndian = ByteBuffer.wrap(HexFormat.of().parseHex(expected))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertThat(hash.finish()).isEqualTo(littleEndian);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "abcd", "abcde", "\uffff\0\ud83d\ude00€\uffff\uffff"})
    void aTextIsFedWithItsLengthFirstAndFourCharactersToAWord(String text) {
        SipHash asWords = hash().add(text.length());
        for (int from = 0; from < text.length(); from += 4) {
            long word = 0;
            for (int i = from; i < Math.min(from + 4, text.length()); i++) {
                word |= (long) text.charAt(i) << (16 * (i - from));
            }
            asWords.add(word);
        }
        assertThat(hash().add(text).finish()).isEqualTo(asWords.finish());
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
