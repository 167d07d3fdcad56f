package dev.botsentinel.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolverSettingsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ResolverSettings SETTINGS = ResolverSettings.DEFAULT;

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void durationsOfLivesAndCallsAreAboveZero(long nanos) {
        Duration none = Duration.ofNanos(nanos);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SETTINGS.cache(none, 1))
                .withMessage("timeToLive is " + none + ", but must be more than zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SETTINGS.timeLimit(none))
                .withMessage("the resolver's time limit is " + none + ", but must be more than zero");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void callsAndThreadsAreAtLeastOne(int none) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SETTINGS.calls(none, 1))
                .withMessage("maximumCalls is " + none + ", but must be 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SETTINGS.calls(1, none))
                .withMessage("threads is " + none + ", but must be 1 or more");
    }

    @Test
    void nobodyAndNoFailureNeedsToBeKept() {
        assertThat(SETTINGS.cache(MINUTE, 0).maximumSize()).isZero();
        assertThat(SETTINGS.failures(Duration.ZERO).failureTimeToLive()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SETTINGS.cache(MINUTE, -1))
                .withMessageStartingWith("maximumSize is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SETTINGS.failures(Duration.ofNanos(-1)))
                .withMessageStartingWith("the time that failures are kept is PT-0.000000001S");
    }

    @Test
    void eachChangeLeavesTheRest() {
        ResolverSettings changed =
                SETTINGS.cache(MINUTE, 7).failures(Duration.ofSeconds(2)).timeLimit(Duration.ofSeconds(3));
        assertThat(changed.calls(5, 4))
                .isEqualTo(new ResolverSettings(MINUTE, 7, Duration.ofSeconds(2), Duration.ofSeconds(3), 5, 4));
    }
}
