package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.request.Request;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Nodes of a Cluster that answer {@code CLUSTER SLOTS} with nothing, or with what is no longer true. */
class ClusterViewFaultTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FORGETFUL = 1;
    private static final int CUT_OFF = 0;

    private static final int USERS = 100;
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private static final RedisClusterServers SERVERS = RedisClusterServers.own();
    private static final RedisClient CLIENT = RedisClient.create();
    private Figures figures;

    @BeforeAll
    static void warmUp() throws Exception {
        Outage.warmUp();
    }

    @BeforeEach
    void figures(TestInfo test) {
        figures = new Figures(test);
    }

    @AfterAll
    static void stop() {
        CLIENT.shutdown(0, 1, TimeUnit.SECONDS);
        SERVERS.close();
    }

    /** As a node does that was reset and is still in the configuration. */
    @Test
    void aNodeWithoutSlotsIsNotTheWholeCluster() throws Exception {
        ServerProcess.Local reset = RedisClusterServers.start();
        try {
            assertServed("Cluster, the first node named has no slots", with(reset));
        } finally {
            reset.remove();
        }
    }

    /** As a node does that was taken out of the Cluster when it had all of it. */
    @Test
    void aNodeWithAnOldViewIsOutvoted() throws Exception {
        ServerProcess.Local alone = withAllSlots();
        try {
            assertServed("Cluster, the first node named has an old view", with(alone));
        } finally {
            alone.remove();
        }
    }

    /** Believed alone, these nodes keep everybody from the Cluster; so the tests above show that they are outvoted. */
    @Test
    void suchNodesAloneLeadNowhere() throws Exception {
        ServerProcess.Local reset = RedisClusterServers.start();
        ServerProcess.Local alone = withAllSlots();
        try (GuardUnderFault nowhere = guard("redis-cluster://127.0.0.1:" + reset.port());
                GuardUnderFault elsewhere = guard("redis-cluster://127.0.0.1:" + alone.port())) {
            assertThat(decide(nowhere, "somebody").degraded()).isTrue();
            Await.that(
                    "a decision by the wrong node",
                    () -> !decide(elsewhere, "somebody").degraded());
            assertThat(admin(alone).info("commandstats")).contains("cmdstat_evalsha");
        } finally {
            reset.remove();
            alone.remove();
        }
    }

    /** While a master forgets again and again who has the other slots, it is asked, and not believed. */
    @Test
    void aMasterThatForgetsTheOthersTakesNobodyAway() throws Exception {
        for (int i = 0; i < RedisClusterServers.MASTERS; i++) {
            SERVERS.master(i).configSet("cluster-require-full-coverage", "no");
        }
        AtomicBoolean ended = new AtomicBoolean();
        Thread forgetting = new Thread(() -> forgetOthers(ended), "forgetting");
        try (GuardUnderFault guard = guard(SERVERS.uri());
                Outage outage = new Outage(guard)) {
            outage.assertServed();
            forgetting.start();
            Await.that("a master that forgets", () -> SERVERS.knownSlots(FORGETFUL) < SlotHash.SLOT_COUNT);
            SERVERS.countQuestions(FORGETFUL);
            Await.that("it to be asked again and again", PATIENCE, () -> {
                SERVERS.master(CUT_OFF).clientKill(KillArgs.Builder.typeNormal().skipme());
                return SERVERS.asked(FORGETFUL) > 2;
            });
            Await.that(
                    "connections to all",
                    () -> IntStream.range(0, USERS)
                            .noneMatch(i -> decide(guard, "user-" + i).degraded()));
            assertDecidedByRedis("Cluster, a master forgets the others", guard, outage);
            assertThat(forgetting.isAlive()).isTrue();
        } finally {
            ended.set(true);
            forgetting.join();
        }
    }

    private static void forgetOthers(AtomicBoolean ended) {
        RedisCommands<String, String> forgetful = admin(SERVERS.server(FORGETFUL));
        while (!ended.get()) {
            for (int other = 0; other < RedisClusterServers.MASTERS; other++) {
                if (other != FORGETFUL) {
                    forget(forgetful, other);
                }
            }
        }
    }

    private static void forget(RedisCommands<String, String> forgetful, int other) {
        try {
            forgetful.clusterDelSlots(IntStream.range(0, SlotHash.SLOT_COUNT)
                    .filter(slot -> RedisClusterServers.masterOf(slot) == other)
                    .toArray());
        } catch (RuntimeException alreadyForgotten) {
            // The other one reminds it within a second.
        }
    }

    private void assertServed(String name, String uri) throws Exception {
        try (GuardUnderFault guard = guard(uri);
                Outage outage = new Outage(guard)) {
            outage.assertServed();
            assertDecidedByRedis(name, guard, outage);
        }
    }

    /** On all masters. */
    private void assertDecidedByRedis(String name, GuardUnderFault guard, Outage outage) {
        long start = System.nanoTime();
        for (int i = 0; i < USERS; i++) {
            assertThat(decide(guard, "user-" + i).degraded()).isFalse();
        }
        figures.outage(name, outage.assertFollowed(start, RECOVERY));
    }

    private static Decision decide(GuardUnderFault guard, String user) {
        return guard.decide(Request.builder("/ping").subject(guard.user(user)).build());
    }

    private static GuardUnderFault guard(String uri) {
        return new GuardUnderFault(uri);
    }

    /** A Cluster's URI that names another node first. */
    private static String with(ServerProcess first) {
        return SERVERS.uri().replace("redis-cluster://", "redis-cluster://127.0.0.1:" + first.port() + ",");
    }

    private static ServerProcess.Local withAllSlots() {
        ServerProcess.Local server = RedisClusterServers.start();
        admin(server).clusterAddSlots(IntStream.range(0, SlotHash.SLOT_COUNT).toArray());
        Await.that("a Cluster of one", () -> admin(server).clusterInfo().contains("cluster_state:ok"));
        return server;
    }

    private static RedisCommands<String, String> admin(ServerProcess server) {
        return Await.value(
                "a server",
                PATIENCE,
                () -> CLIENT.connect(RedisURI.create("redis://127.0.0.1:" + server.port()))
                        .sync());
    }
}
