package dev.botsentinel.request;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An id is a number exactly if it is how that number is written, and has 18 digits at most. */
class NumericIdTest {

    @Property(tries = 5000)
    void exactlyWhatANumberIsWrittenAsIsOne(@ForAll("nearlyNumbers") String id) {
        assertThat(NumericId.isNumeric(id)).isEqualTo(isHowItsNumberIsWritten(id));
    }

    @Property(tries = 2000)
    void aNumberIsOneIfItsTextIs(@ForAll long id) {
        assertThat(NumericId.isNumeric(id)).isEqualTo(NumericId.isNumeric(Long.toString(id)));
    }

    private static boolean isHowItsNumberIsWritten(String id) {
        try {
            long number = Long.parseLong(id);
            return Long.toString(number).equals(id) && id.replace("-", "").length() <= 18;
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }

    @Provide
    Arbitrary<String> nearlyNumbers() {
        Arbitrary<String> numbers = Arbitraries.longs().map(number -> Long.toString(number));
        Arbitrary<String> few = Arbitraries.strings().withChars("-+019 ").ofMaxLength(4);
        Arbitrary<String> many =
                Arbitraries.strings().withChars("-0123456789").ofMinLength(16).ofMaxLength(21);
        Arbitrary<String> foreign = Arbitraries.strings().withChars("1٣९/:").ofMaxLength(3);
        Arbitrary<String> changed =
                numbers.flatMap(number -> Arbitraries.of("0" + number, "+" + number, "-" + number, number + " "));
        return Arbitraries.oneOf(numbers, few, many, foreign, changed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "-7", "10", "-1001234567890", "999999999999999999", "-999999999999999999"})
    void numbers(String id) {
        assertThat(NumericId.isNumeric(id)).isTrue();
        assertThat(NumericId.isNumeric(Long.parseLong(id))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "+", "-0", "+1", "042", "-042", "00", " 1", "1 ", "1.0", "1e3", "0x1", "--1", "1-", "٣"
            })
    void texts(String id) {
        assertThat(NumericId.isNumeric(id)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000_000_000_000L, -1_000_000_000_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
    void whatHasNineteenDigitsIsAText(long id) {
        assertThat(NumericId.isNumeric(id)).isFalse();
        assertThat(NumericId.isNumeric(Long.toString(id))).isFalse();
    }
}
