package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Eight threads decide while Redis hangs: how long that takes, and how many calls Redis gets. */
class HungRedisTest {

    private static final int THREADS = 8;
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final Duration AT_FIRST = Duration.ofSeconds(1);

    /** Plans evaluated before Redis hangs. The first decisions of a JVM load classes, and may be slow enough to look like an outage. */
    private static final int WARM = 3000;

    private static final int ATTEMPTS_PER_SECOND = 2;

    /** The promised time, and slack for a busy machine. */
    private static final Duration P99_AT_FIRST = Duration.ofMillis(60 + 60);

    private static final Duration P99_LATER = Duration.ofMillis(1 + 9);

    private final TestRedis server = TestRedis.start(GrantedUser.option().toArray(String[]::new));
    private Figures figures;

    @BeforeEach
    void figures(TestInfo test) {
        figures = new Figures(test);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void decisionsAreQuickAndRedisIsLeftAlone() throws Exception {
        hang(Protection.FULL, Duration.ofSeconds(2));
    }

    @Test
    @Tag("slow")
    void tenSecondsLaterItIsNoDifferent() throws Exception {
        Hung hung = hang(Protection.FULL, Duration.ofSeconds(10));
        String all = "8 threads, Redis stopped for 10 s: ";
        figures.measured(all + "p99 in the first second", "60 ms", Figures.millis(hung.p99AtFirst()));
        figures.measured(all + "p99 once the breaker is open", "1 ms", Figures.millis(hung.p99Later()));
        figures.measured(all + "slowest decision", "120 ms", Figures.millis(hung.worst()));
        figures.measured(all + "remote attempts a second", "2", String.format(Locale.ROOT, "%.1f", hung.attempts()));
    }

    @Test
    void withoutABreakerRedisIsAskedForEachDecision() {
        assertThatThrownBy(() -> hang(Protection.NO_BREAKER, Duration.ofSeconds(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("attempts a second");
    }

    /** @param attempts on Redis a second, once the breaker is open */
    private record Hung(Duration p99AtFirst, Duration p99Later, Duration worst, double attempts) {}

    private Hung hang(Protection protection, Duration later) throws Exception {
        try (GuardUnderFault guard = new GuardUnderFault(GrantedUser.login(server.uri()), protection, redis -> redis);
                GuardTraffic traffic = new GuardTraffic(guard, THREADS, PAUSE)) {
            Await.that("traffic that Redis decides", () -> guard.remoteAttempts() > WARM && !guard.isInOutage());
            long start = System.nanoTime();
            server.pause();
            long open = start + AT_FIRST.toNanos();
            awaitNanos(open);
            assertThat(guard.isInOutage()).isTrue();
            long before = guard.remoteAttempts();
            long end = open + later.toNanos();
            awaitNanos(end);
            double attempts = (guard.remoteAttempts() - before) / (double) later.toSeconds();
            assertThat(server.state()).isEqualTo(ServerProcess.State.PAUSED);
            server.resume();
            traffic.assertUnharmed();
            List<GuardTraffic.Sample> atFirst = traffic.between(start, open);
            List<GuardTraffic.Sample> afterwards = traffic.between(open, end);
            Hung hung = new Hung(
                    GuardTraffic.percentile99(atFirst),
                    GuardTraffic.percentile99(afterwards),
                    GuardTraffic.worst(traffic.between(start, end)),
                    attempts);
            assertThat(hung.worst()).as("a thread waited").isGreaterThanOrEqualTo(Protection.DEADLINE);
            assertThat(hung.attempts()).as("attempts a second").isLessThanOrEqualTo(ATTEMPTS_PER_SECOND);
            assertThat(hung.p99AtFirst()).as("p99 in the first second").isLessThan(P99_AT_FIRST);
            assertThat(hung.p99Later()).as("p99 once the breaker is open").isLessThan(P99_LATER);
            guard.awaitRecovery();
            return hung;
        }
    }

    private static void awaitNanos(long nanos) {
        Await.that("time to pass", Duration.ofMinutes(1), () -> System.nanoTime() - nanos >= 0);
    }
}
