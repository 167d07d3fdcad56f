package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.request.Request;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** An outage of five minutes leaks no memory, and leaves nothing in Redis for good. */
@Tag("slow")
class OutageSoakTest {

    private static final Duration OUTAGE = Duration.ofMinutes(5);
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final int PER_SECOND = 2000;
    private static final int USERS = 5000;
    private static final long MOST_BYTES = 20L << 20;

    @Test
    void anOutageOfFiveMinutesCostsNoMemoryThatStays(TestInfo test) throws Exception {
        try (TestRedis server = TestRedis.start(GrantedUser.option().toArray(String[]::new));
                GuardUnderFault guard = new GuardUnderFault(GrantedUser.login(server.uri()))) {
            decide(guard, WARM_UP);
            server.pause();
            decide(guard, WARM_UP);
            long before = heapInUse();
            decide(guard, OUTAGE);
            long growth = heapInUse() - before;
            assertThat(server.state()).isEqualTo(ServerProcess.State.PAUSED);
            assertThat(guard.count("sentinel.decisions.degraded")).isGreaterThan(0.9 * PER_SECOND * OUTAGE.toSeconds());
            assertThat(growth).isLessThan(MOST_BYTES);
            server.resume();
            decide(guard, Duration.ofSeconds(5));
            guard.awaitRecovery();
            assertThat(server.admin().sync().dbsize()).isPositive();
            assertThat(server.keysForEver()).isEmpty();
            new Figures(test)
                    .measured(
                            "heap growth in an outage of 5 minutes at 2,000 decisions a second, 5,000 users",
                            "20 MB",
                            String.format(Locale.ROOT, "%.1f MB", Math.max(0, growth) / (double) (1 << 20)));
        }
    }

    /** Spreads the updates evenly over all stages, on one thread. */
    private static void decide(GuardUnderFault guard, Duration time) {
        long start = System.nanoTime();
        for (long i = 0; System.nanoTime() - start < time.toNanos(); i++) {
            String user = "soak-" + i % USERS;
            guard.decideAtLeisure(Request.builder(i % 4 == 0 ? "/limited" : "/ping")
                    .subject(user)
                    .build());
            long due = start + i * Duration.ofSeconds(1).toNanos() / PER_SECOND;
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    private static long heapInUse() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
