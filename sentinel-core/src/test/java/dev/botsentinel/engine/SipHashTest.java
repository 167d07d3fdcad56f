package dev.botsentinel.engine;

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
     * SipHash-1-3 of the key 00 01 … 0f and the message 00 01 … of n = 0, 8, 16… bytes, since words are fed here, as eight
     * bytes. From a program that gives the authors' published vectors for SipHash-2-4.
     */
    private static final List<String> VECTORS = List.of(
            "dcc40f055801acab",
            "8e9a298d11959036",
            "668b907d1add4fcc",
            "8c9c3467b2ae64f4",
            "0db6a7166c7b1581",
            "3115e4993236d2c1",
            "464c07dff843319f",
            "756d3c24dbc0bcb4");

    static Stream<Arguments> vectors() {
        return IntStream.range(0, VECTORS.size()).mapToObj(i -> Arguments.of(i, VECTORS.get(i)));
    }

    @ParameterizedTest(name = "{0} words")
    @MethodSource("vectors")
    void agreesWithTheVectors(int words, String expected) {
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
    @ValueSource(strings = {"", "a", "abcdefg", "abcdefgh", "abcdefghi", "\u00ff\0\u00ff\0\u00ff\0\u00ff\u00ff\u00ff"})
    void aTextIsFedWithItsLengthFirstAndEightCharactersToAWord(String text) {
        assertThat(hash().add(text).finish()).isEqualTo(words(text, text.length(), 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0100", "abcé€", "abcde\u0100", "\uffff\0\ud83d\ude00€\uffff\uffff"})
    void charactersAbove255TakeTwoBytesEach(String text) {
        assertThat(hash().add(text).finish()).isEqualTo(words(text, 1L << 32 | text.length(), 4));
    }

    private static long words(String text, long first, int perWord) {
        SipHash asWords = hash().add(first);
        for (int from = 0; from < text.length(); from += perWord) {
            long word = 0;
            for (int i = from; i < Math.min(from + perWord, text.length()); i++) {
                word |= (long) text.charAt(i) << (64 / perWord * (i - from));
            }
            asWords.add(word);
        }
        return asWords.finish();
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
