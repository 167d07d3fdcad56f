package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Subject;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A master, a replica and three Redis Sentinels, as processes of this machine. */
class SentinelFailoverTest {

    private static final Plan ASKING = new Plan(List.of(Step.NotBlocked.ENFORCE), "42", null, null, false);
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int SENTINELS = 3;

    private final List<ServerProcess.Local> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(ServerProcess::remove);
    }

    @Test
    void theNewMasterIsFollowedAndBlocksStay() throws Exception {
        ServerProcess.Local master = start(List.of("--save", "", "--repl-diskless-sync-delay", "0"));
        start(List.of("--save", "", "--replicaof", "127.0.0.1", Integer.toString(master.port())));
        StringBuilder uri = new StringBuilder("redis-sentinel://");
        for (int i = 0; i < SENTINELS; i++) {
            uri.append(i == 0 ? "" : ",")
                    .append("127.0.0.1:")
                    .append(sentinel(master).port());
        }
        try (RedisStore store = Await.value("Sentinels that know the master", PATIENCE, () -> opened(uri + "#bots"))) {
            awaitReplicated(master, store);
            master.stop();
            assertThat(Await.value("an answer of the new master", PATIENCE, () -> decide(store)))
                    .isInstanceOf(Verdict.Blocked.class);
        }
    }

    private static void awaitReplicated(ServerProcess master, RedisStore store) throws Exception {
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + master.port());
        try {
            RedisCommands<String, String> admin = client.connect().sync();
            Await.that("a replica", () -> admin.info("replication").contains("state=online"));
            store.admin()
                    .block(new Subject("42"), null, "admin", "")
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            assertThat(admin.waitForReplication(1, 5000)).isEqualTo(1);
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    private static Verdict decide(RedisStore store) throws Exception {
        return store.evaluate(ASKING).toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private static RedisStore opened(String uri) throws Exception {
        RedisStore store = RedisStore.builder(uri)
                .keyPrefix("test:failover")
                .fingerprintKey(RedisHarness.KEY)
                .timeout(Duration.ofSeconds(1))
                .build();
        try {
            decide(store);
            return store;
        } catch (Exception e) {
            store.close();
            throw e;
        }
    }

    private ServerProcess.Local start(List<String> options) {
        ServerProcess.Local server = ServerProcess.Local.start(options);
        processes.add(server);
        return server;
    }

    private ServerProcess.Local sentinel(ServerProcess.Local master) {
        try {
            Path file = RedisServer.directory().resolve("sentinel.conf");
            Files.writeString(
                    file,
                    "sentinel monitor bots 127.0.0.1 " + master.port() + " 2\n"
                            + "sentinel down-after-milliseconds bots 1000\nsentinel failover-timeout bots 5000\n");
            ServerProcess.Local sentinel = ServerProcess.Local.startSentinel(file);
            processes.add(sentinel);
            return sentinel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
