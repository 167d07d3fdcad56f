package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.request.Request;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** One of three masters is gone with its replica, so that nobody takes over: whom that concerns, and whom it doesn't. */
class ClusterNodeFaultTest {

    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final int KILLED = 0;
    private static final int USERS = 200;

    private static final RedisClusterServers SERVERS = RedisClusterServers.own();

    @BeforeAll
    static void onlyTheKilledOneFails() throws Exception {
        for (int i = 0; i < RedisClusterServers.MASTERS; i++) {
            SERVERS.master(i).configSet("cluster-require-full-coverage", "no");
        }
        SERVERS.server(RedisClusterServers.replicaOf(KILLED)).stop();
        Outage.warmUp();
    }

    @AfterAll
    static void stop() {
        SERVERS.close();
    }

    @Test
    void aMasterThatIsGoneDegradesItsOwnUsersOnly(TestInfo test) throws Exception {
        try (GuardUnderFault guard = guard(Protection.FULL);
                Outage outage = new Outage(guard)) {
            outage.assertServed();
            RedisFault killed = killed();
            killed.strike().run();
            outage.assertStoodInFor(killed);
            for (int i = 0; i < USERS; i++) {
                assertThat(decideElsewhere(guard, i).degraded()).isFalse();
            }
            assertThat(guard.degradedNodes())
                    .containsExactly("127.0.0.1:" + SERVERS.server(KILLED).port());
            killed.heal().run();
            new Figures(test).outage(killed.name(), outage.assertRecovered(System.nanoTime(), RECOVERY));
        }
    }

    /** So the test above shows that each master has a breaker. */
    @Test
    void withOneBreakerForAllTheUsersOfHealthyMastersAreDegradedToo() throws Exception {
        try (GuardUnderFault guard = guard(Protection.ONE_BREAKER);
                Outage outage = new Outage(guard)) {
            outage.assertServed();
            RedisFault killed = killed();
            killed.strike().run();
            outage.assertStoodInFor(killed);
            Await.that(
                    "a degraded user elsewhere", () -> decideElsewhere(guard, 0).degraded());
            killed.heal().run();
            guard.awaitRecovery();
        }
    }

    private static RedisFault killed() {
        ServerProcess.Local server = SERVERS.server(KILLED);
        return new RedisFault(
                "Cluster, `kill -9` of a master without a replica",
                server::stop,
                () -> server.state() == ServerProcess.State.ENDED,
                () -> {
                    server.startAgain();
                    SERVERS.awaitServing(KILLED);
                });
    }

    private static Decision decideElsewhere(GuardUnderFault guard, int number) {
        String user = guard.userIn(slot -> RedisClusterServers.masterOf(slot) != KILLED, "elsewhere-" + number);
        return guard.decide(Request.builder("/ping").subject(user).build());
    }

    private static GuardUnderFault guard(Protection protection) {
        return new GuardUnderFault(
                SERVERS.uri(), protection, redis -> redis, slot -> RedisClusterServers.masterOf(slot) == KILLED);
    }
}
