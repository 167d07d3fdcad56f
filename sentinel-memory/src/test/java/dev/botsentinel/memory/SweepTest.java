package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has ended goes while others come, though nobody cleans up. */
class SweepTest {

    private static final RateLimit LIMIT = RateLimit.perSecond(1000);

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryStore store = MemoryStore.builder().time(time).build();

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest(name = "{0} users, and one who goes on")
    @ValueSource(ints = {1, 10, 2000})
    void aMinuteOfGraceAndTwoPassesLaterOnlyTheOneWhoWentOnIsLeft(int users) {
        for (int i = 0; i < users; i++) {
            Ask.admits(store, Ask.plan("user" + i, "chat", LIMIT));
        }
        goOnFor(Duration.ofMinutes(3));
        assertThat(store.stats().entries()).isEqualTo(1);
    }

    @Test
    void whatHasNotEndedStays() {
        Ask.admits(store, Ask.plan("user", "chat", RateLimit.slidingWindow(1, Duration.ofHours(1))));
        goOnFor(Duration.ofMinutes(30));
        assertThat(store.stats().entries()).isEqualTo(2);
        assertThat(Ask.verdict(store, Ask.plan("user", "chat", RateLimit.slidingWindow(1, Duration.ofHours(1)))))
                .isInstanceOf(Verdict.RateLimited.class);
    }

    private void goOnFor(Duration duration) {
        for (long millis = 0; millis < duration.toMillis(); millis += 100) {
            time.advance(Duration.ofMillis(100));
            Ask.admits(store, Ask.plan("steady", "chat", LIMIT));
        }
    }
}
