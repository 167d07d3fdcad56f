package dev.botsentinel.redis;

import static dev.botsentinel.redis.Instance.ASKING;
import static dev.botsentinel.redis.Instance.SUBJECT;
import static dev.botsentinel.redis.Instance.await;
import static dev.botsentinel.redis.Instance.refusedBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Verdict;
import io.lettuce.core.KillArgs;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** News on a Cluster, where any node delivers them. */
class ClusterFeedTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(6);

    private final RedisClusterServers servers = RedisClusterServers.shared();
    private final String prefix = "test:" + UUID.randomUUID();
    private final String uri = servers.uri().replace("redis-cluster://", "redis-cluster://sentinel:p%40ss%2Fword@");
    private final Instance one = Instance.at(uri, prefix);
    private final Instance other = Instance.at(uri, prefix);

    @AfterEach
    void close() {
        one.close();
        other.close();
        servers.keys(prefix).forEach(key -> servers.masterOf(key).del(key));
    }

    @Test
    void blocksAndUnblocksAreHeardOfWhereverTheirSubjectsLive() throws Exception {
        await(one.store.admin().block(SUBJECT, null, "anna", ""));
        Await.value("the news", SOON, () -> other.heardOf("blocked 42 MANUAL"));
        await(one.store.admin().unblock(SUBJECT));
        Await.value("the news", SOON, () -> other.heardOf("lifted 42"));
        await(refusedBy("none").on(one.remote));
        Await.value("the news", SOON, () -> other.heardOf("blocked 42 AUTOMATIC"));
    }

    @Test
    void theSubscriptionSurvivesTheLossOfItsNode() throws Exception {
        for (int i = 0; i < RedisClusterServers.MASTERS; i++) {
            servers.master(i).clientKill(KillArgs.Builder.typePubsub());
        }
        Await.value("another subscription", AGAIN, () -> other.heardOf("missed"));
        await(one.store.admin().unblock(SUBJECT));
        Await.value("the news", SOON, () -> other.heardOf("lifted 42"));
    }

    @Test
    void anEmptiedServerIsReportedBeforeItIsBelieved() throws Exception {
        await(one.store.admin().block(SUBJECT, null, "anna", ""));
        byte[] key = new Keys(prefix).owner(dev.botsentinel.plan.Owner.user(SUBJECT.id()));
        servers.master(SlotHash.getSlot(key) * RedisClusterServers.MASTERS / SlotHash.SLOT_COUNT)
                .flushall();
        assertThat(await(ASKING.on(one.store))).isInstanceOf(Verdict.Blocked.class);
        assertThat(one.heard).contains("lost");
    }

    /** Another node gets its slots without their state, and is unchanged otherwise. */
    @Test
    void aServerThatWasGivenUpWithItsStateLiftsNothing() throws Exception {
        try (RedisClusterServers own = RedisClusterServers.own();
                Instance instance = Instance.at(
                        own.uri().replace("redis-cluster://", "redis-cluster://sentinel:p%40ss%2Fword@"), prefix)) {
            await(instance.store.admin().block(SUBJECT, null, "anna", ""));
            int slot = SlotHash.getSlot(new Keys(prefix).owner(dev.botsentinel.plan.Owner.user(SUBJECT.id())));
            int given = RedisClusterServers.masterOf(slot);
            own.server(RedisClusterServers.replicaOf(given)).stop();
            own.server(given).stop();
            own.reassign(given, (given + 1) % RedisClusterServers.MASTERS);
            Await.value("an answer", AGAIN.multipliedBy(3), () -> await(ASKING.on(instance.remote)));
            assertThat(await(ASKING.on(instance.store))).isInstanceOf(Verdict.Blocked.class);
            assertThat(await(ASKING.on(instance.store))).isInstanceOf(Verdict.Blocked.class);
            assertThat(instance.heard).contains("lost");
            await(instance.store.admin().unblock(SUBJECT));
            Await.value("an end of the block", SOON, () -> instance.admits(ASKING));
        }
    }
}
