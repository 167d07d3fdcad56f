package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.MigrateArgs;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Faults of a Cluster under traffic. Each test strikes a different master, which has all the users. */
class ClusterFaultTest {

    /** Counts from when a master accepts writes again; the others need {@code cluster-node-timeout}, 2 s, to consider it down. */
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private static final int KILLED = 0;
    private static final int HANDED_OVER = 1;
    private static final int GIVING = 2;
    private static final int MOVING_SLOT = SlotHash.SLOT_COUNT - 1;

    private static RedisClusterServers servers;
    private Figures figures;

    @BeforeAll
    static void start() {
        servers = RedisClusterServers.own();
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @BeforeEach
    void figures(TestInfo test) {
        figures = new Figures(test);
        for (int i = 0; i < RedisClusterServers.MASTERS; i++) {
            servers.awaitServing(servers.masterNow(i));
        }
    }

    @Test
    void theReplicaOfAKilledMasterIsFollowed() throws Exception {
        try (GuardUnderFault guard = guard(Protection.FULL, slot -> RedisClusterServers.masterOf(slot) == KILLED)) {
            Outage.survive(guard, killed(), RECOVERY, figures);
        }
    }

    @Test
    void aPlannedFailoverLosesNothingAndSpendsNothingTwice() throws Exception {
        try (GuardUnderFault guard = guard(Protection.FULL, slot -> RedisClusterServers.masterOf(slot) == HANDED_OVER);
                Outage outage = new Outage(guard)) {
            outage.assertServed();
            int replica = servers.replicaNow(HANDED_OVER);
            servers.master(replica).clusterFailover(false);
            Await.that("a failover", () -> servers.isMaster(replica));
            figures.outage("Cluster, planned failover", outage.assertFollowed(System.nanoTime(), RECOVERY));
            outage.traffic().assertSpentOnce();
        }
    }

    @Test
    void aSlotThatMovesUnderLoadLosesNothingAndSpendsNothingTwice() throws Exception {
        try (GuardUnderFault guard = guard(Protection.FULL, slot -> slot == MOVING_SLOT);
                Outage outage = new Outage(guard)) {
            outage.assertServed();
            move();
            figures.outage("Cluster, slot moves", outage.assertFollowed(System.nanoTime(), RECOVERY));
            outage.traffic().assertSpentOnce();
        }
    }

    @Test
    void withNothingInFrontOfRedisAKilledMasterIsAnOutage() throws Exception {
        try (GuardUnderFault guard =
                guard(Protection.NO_STAND_IN, slot -> RedisClusterServers.masterOf(slot) == KILLED)) {
            Outage.assertNotSurvived(guard, killed(), Outage.UNAVAILABLE);
        }
    }

    /** Without following redirects all calls fail; so the tests above show that the client follows them. */
    @Test
    void whereASlotHasBeenItIsRefused() {
        int before = servers.masterNow(HANDED_OVER);
        int other = servers.masterNow(GIVING);
        byte[] key = keyIn(slot -> RedisClusterServers.masterOf(slot) == HANDED_OVER);
        assertThat(servers.master(before).get(key)).isNull();
        assertThatThrownBy(() -> servers.master(other).get(key))
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessageContaining("MOVED");
    }

    private static byte[] keyIn(IntPredicate slots) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> ("key" + i).getBytes(US_ASCII))
                .filter(key -> slots.test(SlotHash.getSlot(key)))
                .findFirst()
                .orElseThrow();
    }

    /** Kills the current master; it comes back as a replica when another has taken over. */
    private static RedisFault killed() {
        int master = servers.masterNow(KILLED);
        int replica = servers.replicaNow(KILLED);
        ServerProcess process = servers.server(master);
        return new RedisFault(
                "Cluster, `kill -9` of a master",
                process::stop,
                () -> process.state() == ServerProcess.State.ENDED,
                () -> {
                    Await.that("a failover", () -> servers.isMaster(replica));
                    servers.awaitServing(replica);
                    process.startAgain();
                });
    }

    /** Moves the keys of a slot one by one, then the slot. */
    private static void move() {
        RedisCommands<byte[], byte[]> from = servers.master(servers.masterNow(GIVING));
        int target = servers.masterNow(HANDED_OVER);
        RedisCommands<byte[], byte[]> to = servers.master(target);
        String there = to.clusterMyId();
        to.clusterSetSlotImporting(MOVING_SLOT, from.clusterMyId());
        from.clusterSetSlotMigrating(MOVING_SLOT, there);
        int port = servers.server(target).port();
        int moved = 0;
        for (List<byte[]> keys = left(from); !keys.isEmpty(); keys = left(from)) {
            for (byte[] key : keys) {
                from.migrate("127.0.0.1", port, 0, 5000, MigrateArgs.Builder.key(key));
                moved++;
            }
        }
        to.clusterSetSlotNode(MOVING_SLOT, there);
        from.clusterSetSlotNode(MOVING_SLOT, there);
        assertThat(moved).isPositive();
        assertThat(to.clusterCountKeysInSlot(MOVING_SLOT)).isPositive();
    }

    private static List<byte[]> left(RedisCommands<byte[], byte[]> server) {
        return server.clusterGetKeysInSlot(MOVING_SLOT, 10);
    }

    private static GuardUnderFault guard(Protection protection, IntPredicate slots) {
        return new GuardUnderFault(servers.uri(), protection, redis -> redis, slots);
    }
}
