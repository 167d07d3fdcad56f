package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import dev.botsentinel.micrometer.SentinelMetrics;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.SentinelStore;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Flooding users are blocked, and then cost Redis next to nothing. */
class FloodTest {

    private static final int USERS = 200;
    private static final int UPDATES = 2000;
    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.perMinute(3)))
            .escalation(Escalation.of(3, Duration.ofMinutes(10), List.of(Duration.ofMinutes(10)), Duration.ofHours(1)))
            .build();

    @Test
    void ofAFloodOf200UsersRedisHearsAHundredthAtMost(TestInfo test) {
        double without = shareWithoutRedis(Protection.FULL, USERS, UPDATES);
        assertThat(without).isGreaterThanOrEqualTo(0.99);
        new Figures(test)
                .measured(
                        "updates of 200 flooding users answered without Redis",
                        "99 %",
                        String.format(Locale.ROOT, "%.2f %%", 100 * without));
    }

    @Test
    void withNothingInFrontOfRedisItHearsAllOfIt() {
        assertThat(shareWithoutRedis(Protection.NO_STAND_IN, 10, 50)).isZero();
    }

    /** Sends as all users in turn, so that each is blocked before the flood ends. */
    private static double shareWithoutRedis(Protection protection, int users, int updates) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        RedisStore redis = RedisStore.builder(
                        GrantedUser.login(TestRedis.shared().uri()))
                .keyPrefix("test:" + UUID.randomUUID())
                .fingerprintKey(RedisHarness.KEY)
                .timeout(protection.timeout())
                .build();
        try (SentinelStore store = protection.around(SentinelMetrics.to(meters).timed("redis", redis));
                Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                        .policy(POLICY)
                        .store(store)
                        .build()) {
            int denied = 0;
            for (int i = 0; i < updates; i++) {
                for (int user = 0; user < users; user++) {
                    Request request =
                            Request.builder("/spam").subject("flood-" + user).build();
                    denied += sentinel.check(request).isAllowed() ? 0 : 1;
                }
            }
            assertThat(denied).isGreaterThan(users * updates * 9 / 10);
            long calls = meters.find("sentinel.store.evaluations").timers().stream()
                    .mapToLong(Timer::count)
                    .sum();
            assertThat(calls).isPositive();
            return 1 - calls / (double) (users * updates);
        }
    }
}
