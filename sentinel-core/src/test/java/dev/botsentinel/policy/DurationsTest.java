package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written wrong is a case of the policy file's tests: errors.txt. */
class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "1ms, PT0.001S",
        "250ms, PT0.25S",
        "30s, PT30S",
        "5m, PT5M",
        "12h, PT12H",
        "7d, PT168H",
        "36500d, PT876000H",
        "090s, PT1M30S",
        "3153600000000ms, PT876000H"
    })
    void asWrittenInAPolicy(String text, Duration expected) {
        assertThat(Durations.parse("per", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"3153600000001ms", "36501d", "999999999999999999d"})
    void theLongestIsAHundredYears(String text) {
        assertThatThrownBy(() -> Durations.parse("per", text))
                .isInstanceOf(PolicyException.class)
                .hasMessage("per: per is " + text + ", but 36500d is the longest");
    }

    @Property
    void whatIsSaidCanBeRead(@ForAll @LongRange(min = 1, max = 3_153_600_000_000L) long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(Durations.parse("per", Durations.text(duration))).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"PT0.000001S, PT0.000001S", "PT0.001S, 1ms", "PT24H, 1d", "PT25H, 25h", "PT61M, 61m", "PT61S, 61s"})
    void inTheLargestUnitThatFits(Duration duration, String expected) {
        assertThat(Durations.text(duration)).isEqualTo(expected);
    }
}
