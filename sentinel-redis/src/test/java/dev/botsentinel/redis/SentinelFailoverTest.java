package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The master fails, and the client follows to the one that the Sentinels promote. Replicated state survives. */
class SentinelFailoverTest {

    /** Counts from when the new master accepts writes; the Sentinels need a second to consider the old one down. */
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private static final BoundPlan ASKING = BoundPlan.of(List.of(Step.NotBlocked.ENFORCE), "42", null, null, false);

    private final SentinelServers servers = new SentinelServers();
    private Figures figures;

    @BeforeEach
    void ready(TestInfo test) {
        figures = new Figures(test);
        servers.awaitReady();
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void theMasterAfterAKilledOneIsFollowedAndBlocksStay() throws Exception {
        try (RedisStore other = another()) {
            other.admin()
                    .block(new Subject("42"), null, "admin", "")
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            servers.awaitReplicated();
            survive("Sentinel failover, `kill -9`", servers.master()::stop, ServerProcess.State.ENDED);
            Verdict verdict = Await.value(
                    "an answer on the other instance, which connects again in its own time",
                    RECOVERY,
                    () -> ASKING.on(other).toCompletableFuture().get(5, TimeUnit.SECONDS));
            assertThat(verdict).isInstanceOf(Verdict.Blocked.class);
        }
    }

    @Test
    void theMasterThatReplacesAHungOneIsFollowed() throws Exception {
        survive("Sentinel failover, `SIGSTOP`", servers.master()::pause, ServerProcess.State.PAUSED);
    }

    @Test
    void withNothingInFrontOfRedisAFailoverIsAnOutage() throws Exception {
        try (GuardUnderFault guard = new GuardUnderFault(servers.uri(), Protection.NO_STAND_IN, redis -> redis)) {
            RedisFault killed = failover("killed for good", servers.master()::stop, ServerProcess.State.ENDED);
            RedisFault forGood = new RedisFault(killed.name(), killed.strike(), killed.happened(), () -> {});
            Outage.assertNotSurvived(guard, forGood, Outage.UNAVAILABLE);
        }
    }

    private void survive(String name, RedisFault.Action strike, ServerProcess.State state) throws Exception {
        try (GuardUnderFault guard = new GuardUnderFault(servers.uri())) {
            Outage.survive(guard, failover(name, strike, state), RECOVERY, figures);
        }
    }

    private RedisFault failover(String name, RedisFault.Action strike, ServerProcess.State state) {
        return new RedisFault(name, strike, () -> servers.master().state() == state, servers::awaitFailover);
    }

    private RedisStore another() {
        return RedisStore.builder(servers.uri())
                .keyPrefix("test:failover")
                .fingerprintKey(RedisHarness.KEY)
                .timeout(Duration.ofSeconds(1))
                .build();
    }
}
