package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Redis Sentinels that hang, that are wrong, and that ask for a password. */
class SentinelFaultTest {

    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final BoundPlan ASKING = BoundPlan.of(List.of(Step.NotBlocked.ENFORCE), "42", null, null, false);

    private final SentinelServers servers = new SentinelServers();
    private final RedisClient lettuce = RedisClient.create();
    private Figures figures;

    @BeforeAll
    static void warmUp() throws Exception {
        Outage.warmUp();
    }

    @BeforeEach
    void ready(TestInfo test) {
        figures = new Figures(test);
        servers.awaitReady();
    }

    @AfterEach
    void stop() {
        lettuce.shutdown(0, 1, TimeUnit.SECONDS);
        servers.sentinels().forEach(ServerProcess::resume);
        servers.close();
    }

    /** A machine dies that has the master and the Sentinel which the URI names first. */
    @Test
    void aSentinelThatHangsDelaysNobodyFromTheNewMaster() throws Exception {
        ServerProcess.Local first = servers.sentinels().get(0);
        RedisFault machine = new RedisFault(
                "Sentinel failover, the first Sentinel hangs",
                () -> {
                    first.pause();
                    servers.master().pause();
                },
                () -> first.state() == ServerProcess.State.PAUSED
                        && servers.master().state() == ServerProcess.State.PAUSED,
                servers::awaitFailover);
        try (GuardUnderFault guard = new GuardUnderFault(servers.uri())) {
            Outage.survive(guard, machine, RECOVERY, figures);
        }
    }

    /** Lettuce's own look-up, which isn't used, waits for the first Sentinel; so the test above shows that nobody else does. */
    @Test
    void lettucesOwnLookUpWaitsForASentinelThatHangs() throws Exception {
        servers.sentinels().get(0).pause();
        CompletableFuture<?> byLettuce = lettuce.connectAsync(StringCodec.UTF8, RedisURI.create(servers.uri()))
                .toCompletableFuture();
        try (RedisStore store = store(servers.uri())) {
            assertAnswers(store);
            assertThat(byLettuce).isNotDone();
        }
    }

    @Test
    void aSentinelThatNamesAReplicaIsOutvoted() throws Exception {
        try (Wrong wrong = new Wrong(1);
                RedisStore store =
                        store(SentinelServers.uri(Stream.concat(wrong.sentinels.stream(), servers.sentinels().stream())
                                .toList()))) {
            assertAnswers(store);
        }
    }

    @Test
    void aReplicaIsNoMasterHoweverManySentinelsSaySo() throws Exception {
        try (Wrong wrong = new Wrong(2);
                RedisStore store = store(SentinelServers.uri(Stream.concat(
                                wrong.sentinels.stream(),
                                servers.sentinels().stream().limit(1))
                        .toList()))) {
            assertAnswers(store);
        }
    }

    /** Lettuce believes the first Sentinel that answers; so the two tests above show that here somebody looks. */
    @Test
    void lettucesOwnLookUpBelievesASentinelThatNamesAReplica() throws Exception {
        try (Wrong wrong = new Wrong(1);
                StatefulRedisConnection<String, String> connection =
                        lettuce.connect(RedisURI.create(SentinelServers.uri(List.of(
                                wrong.sentinels.get(0), servers.sentinels().get(0)))))) {
            assertThat(connection.sync().info("replication")).contains("role:slave");
        }
    }

    @Test
    void sentinelsMayHaveAPasswordOfTheirOwn() throws Exception {
        ServerProcess.Local sentinel = SentinelServers.sentinel(servers.master().port(), "requirepass s3:cret\n");
        String uri = SentinelServers.uri(List.of(sentinel));
        try (RedisStore store = store(uri.replace("#bots", "?sentinelPassword=s3%3Acret#bots"))) {
            assertAnswers(store);
            assertThatThrownBy(() -> store(uri))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("sentinelPassword")
                    .hasMessageContaining("the Redis Sentinel at 127.0.0.1:" + sentinel.port())
                    .hasMessageContaining("NOAUTH");
            assertThatThrownBy(() -> store(uri.replace("#bots", "?sentinelPassword=hunter2#bots")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("WRONGPASS")
                    .hasMessageNotContaining("hunter2");
        } finally {
            sentinel.remove();
        }
    }

    /** Sentinels that consider the replica the master. */
    private final class Wrong implements AutoCloseable {

        private final List<ServerProcess.Local> sentinels;

        Wrong(int number) {
            sentinels = Stream.generate(
                            () -> SentinelServers.sentinel(servers.replica().port(), ""))
                    .limit(number)
                    .toList();
            for (ServerProcess.Local sentinel : sentinels) {
                Await.value("a Sentinel that answers", RECOVERY, () -> {
                    try (StatefulRedisConnection<String, String> connection =
                            lettuce.connect(RedisURI.create("redis://127.0.0.1:" + sentinel.port()))) {
                        return connection.sync().ping();
                    }
                });
            }
        }

        @Override
        public void close() {
            sentinels.forEach(ServerProcess::remove);
        }
    }

    private static void assertAnswers(RedisStore store) {
        Verdict verdict = Await.value(
                "an answer",
                RECOVERY,
                () -> ASKING.on(store).toCompletableFuture().get(5, TimeUnit.SECONDS));
        assertThat(verdict).isInstanceOf(Verdict.Admitted.class);
    }

    private static RedisStore store(String uri) {
        return RedisStore.builder(uri)
                .keyPrefix("test:sentinels")
                .fingerprintKey(RedisHarness.KEY)
                .timeout(Duration.ofSeconds(1))
                .build();
    }
}
