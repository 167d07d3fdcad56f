package dev.botsentinel.store.resilient;

import static dev.botsentinel.store.resilient.Site.NOT_BLOCKED;
import static dev.botsentinel.store.resilient.Site.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.RateLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A remote that answers what only reads and refuses to write: one outage, which a write ends. */
class WritesRefusedTest {

    private static final Step LIMIT = take(RateLimit.perMinute(1000));
    private static final Step NEVER = take(RateLimit.fixedWindow(0, Duration.ofMinutes(1)));
    private static final Step SHADOW_NEVER =
            take(RateLimit.fixedWindow(0, Duration.ofMinutes(1)).shadow());
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Site site = new Site();

    @Test
    void readsBetweenThemHideNoRefusedWrites() {
        site.remote.refusesWrites = true;
        for (int i = 0; i < Breaker.IN_A_ROW; i++) {
            assertThat(site.heard).isEmpty();
            assertThat(site.ask(LIMIT).degraded()).isTrue();
            assertThat(site.ask(NOT_BLOCKED).degraded()).isFalse();
        }
        assertThat(site.heard).containsExactly("degraded");
    }

    @Test
    void whatReadsOnlyIsStillDecidedByTheRemote() {
        refuseWrites();
        assertThat(site.ask(NOT_BLOCKED).degraded()).isFalse();
        assertThat(site.ask(LIMIT).degraded()).isTrue();
    }

    @Test
    void noAnswerThatWroteNothingEndsIt() {
        refuseWrites();
        for (int i = 0; i < 20; i++) {
            site.time.advance(SECOND);
            site.ask(NOT_BLOCKED);
            site.ask(NEVER);
            site.ask(SHADOW_NEVER);
            assertThat(site.store.isDegraded()).isTrue();
        }
        assertThat(site.heard).containsExactly("degraded");
    }

    @Test
    void aWriteEndsItAlsoAmongManyDenials() {
        refuseWrites();
        site.remote.refusesWrites = false;
        site.time.advance(SECOND);
        for (int i = 0; i < 20; i++) {
            assertThat(site.ask(NEVER).degraded()).isFalse();
        }
        assertThat(site.ask(LIMIT).degraded()).isFalse();
        assertThat(site.heard).containsExactly("degraded", "recovered");
        assertThat(site.ask(LIMIT).degraded()).isFalse();
    }

    @Test
    void refusedWritesAreTriedOnceASecond() {
        refuseWrites();
        site.remote.calls = 0;
        for (int i = 0; i < 1000; i++) {
            site.time.advance(Duration.ofMillis(10));
            site.ask(LIMIT);
        }
        assertThat(site.remote.calls).isEqualTo(10);
    }

    @Test
    void aRemoteThatIsGoneAsWellIsTheSameOutage() {
        refuseWrites();
        site.breakDown(FakeRemote.Fault.FAILS);
        for (int i = 0; i < Breaker.IN_A_ROW; i++) {
            site.ask(NOT_BLOCKED);
        }
        assertThat(site.ask(NOT_BLOCKED).degraded()).isTrue();
        site.repair();
        assertThat(site.ask(NOT_BLOCKED).degraded()).isFalse();
        assertThat(site.heard).containsExactly("degraded");
        site.remote.refusesWrites = false;
        assertThat(site.ask(LIMIT).degraded()).isFalse();
        assertThat(site.heard).containsExactly("degraded", "recovered");
    }

    private void refuseWrites() {
        site.remote.refusesWrites = true;
        while (!site.store.isDegraded()) {
            site.ask(LIMIT);
        }
    }
}
