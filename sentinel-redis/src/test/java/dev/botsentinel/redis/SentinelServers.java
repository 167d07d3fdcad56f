package dev.botsentinel.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A master, a replica and three Redis Sentinels, as local processes. */
final class SentinelServers implements AutoCloseable {

    /** How long a server is silent before a Sentinel considers it down. */
    static final Duration DOWN_AFTER = Duration.ofSeconds(1);

    private static final int SENTINELS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final ServerProcess.Local master;
    private final ServerProcess.Local replica;
    private final List<ServerProcess.Local> sentinels = new ArrayList<>();
    private final RedisClient client = RedisClient.create();

    SentinelServers() {
        master = ServerProcess.Local.start(List.of("--save", "", "--repl-diskless-sync-delay", "0"));
        replica = ServerProcess.Local.start(
                List.of("--save", "", "--replicaof", "127.0.0.1", Integer.toString(master.port())));
        for (int i = 0; i < SENTINELS; i++) {
            sentinels.add(sentinel());
        }
    }

    private ServerProcess.Local sentinel() {
        return sentinel(master.port(), "");
    }

    /**
     * A Redis Sentinel that considers a server the master.
     *
     * @param more further lines of its configuration
     */
    static ServerProcess.Local sentinel(int port, String more) {
        try {
            Path file = TestRedis.directory().resolve("sentinel.conf");
            Files.writeString(
                    file,
                    "sentinel monitor bots 127.0.0.1 " + port + " 2\nsentinel down-after-milliseconds bots "
                            + DOWN_AFTER.toMillis() + "\nsentinel failover-timeout bots 5000\n" + more);
            return ServerProcess.Local.startSentinel(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return uri(sentinels);
    }

    static String uri(List<ServerProcess.Local> sentinels) {
        return sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "#bots"));
    }

    List<ServerProcess.Local> sentinels() {
        return sentinels;
    }

    ServerProcess.Local replica() {
        return replica;
    }

    ServerProcess.Local master() {
        return master;
    }

    /** Returns when all Sentinels know the replica and each other, so that they can agree on a failover. */
    void awaitReady() {
        for (ServerProcess.Local sentinel : sentinels) {
            Await.value("Sentinels that know each other", PATIENCE, () -> {
                String info = commands(sentinel).info("sentinel");
                if (!info.contains("slaves=1,sentinels=" + SENTINELS)) {
                    throw new IllegalStateException(info);
                }
                return true;
            });
        }
    }

    /** Returns when the replica has what the master has written so far. */
    void awaitReplicated() {
        Await.value("a replica", PATIENCE, () -> {
            if (commands(master).waitForReplication(1, 5000) != 1) {
                throw new IllegalStateException("not yet");
            }
            return true;
        });
    }

    /** Returns when the replica has become the master. */
    void awaitFailover() {
        RedisCommands<String, String> commands = commands(replica);
        Await.value("a failover", PATIENCE, () -> {
            if (!commands.info("replication").contains("role:master")) {
                throw new IllegalStateException("not yet");
            }
            return true;
        });
    }

    private RedisCommands<String, String> commands(ServerProcess server) {
        return client.connect(RedisURI.create("redis://127.0.0.1:" + server.port()))
                .sync();
    }

    @Override
    public void close() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
        sentinels.forEach(ServerProcess::remove);
        replica.remove();
        master.remove();
    }
}
