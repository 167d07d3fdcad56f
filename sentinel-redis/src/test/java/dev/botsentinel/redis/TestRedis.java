package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real server with its own port and data directory, which ends with this JVM. It runs in the first available of: a
 * container, if Docker answers; {@code redis-server} on the PATH; the binary of the embedded-redis artifact.
 */
public final class TestRedis implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ServerProcess process;
    private final RedisClient client;
    private StatefulRedisConnection<byte[], byte[]> admin;

    private TestRedis(ServerProcess process) {
        this.process = process;
        this.client = RedisClient.create(RedisURI.create(uri(process)));
        this.admin = connected();
    }

    private static final class Shared {
        static final TestRedis SERVER = start(GrantedUser.option().toArray(String[]::new));
    }

    /** The server that test classes share, each with its own key prefix. */
    public static TestRedis shared() {
        return Shared.SERVER;
    }

    /** A separate server, with options as in {@code redis.conf}: {@code "--maxmemory", "10mb"}. */
    static TestRedis start(String... options) {
        List<String> all = new ArrayList<>(List.of("--save", "", "--appendonly", "no"));
        all.addAll(List.of(options));
        ServerProcess process = ServerProcess.start(all);
        Runtime.getRuntime().addShutdownHook(new Thread(process::remove));
        return new TestRedis(process);
    }

    String host() {
        return process.host();
    }

    int port() {
        return process.port();
    }

    public String uri() {
        return uri(process);
    }

    private static String uri(ServerProcess process) {
        return "redis://" + process.host() + ":" + process.port();
    }

    /** A connection with all rights. */
    StatefulRedisConnection<byte[], byte[]> admin() {
        return admin;
    }

    /** Stops the server, saving its data, and restarts it on the same port. */
    void restart() {
        stop();
        startAgain();
    }

    void stop() {
        admin.sync().save();
        kill();
    }

    /** Kills the server; data not on disk is lost. */
    void kill() {
        admin.close();
        process.stop();
    }

    /** Suspends the server with its connections open. */
    void pause() {
        process.pause();
    }

    void resume() {
        process.resume();
    }

    ServerProcess.State state() {
        return process.state();
    }

    /** The keys without a TTL, except the block index and the marker, see docs/redis.md. */
    List<String> keysForEver() {
        List<byte[]> keys = new ArrayList<>();
        ScanIterator<byte[]> all = ScanIterator.scan(admin.sync(), ScanArgs.Builder.limit(1000));
        while (all.hasNext()) {
            List<byte[]> some = all.stream().limit(1000).toList();
            keys.addAll(admin.sync()
                    .<List<byte[]>>eval(
                            "local found = {} for _, key in ipairs(KEYS) do"
                                    + " if redis.call('PTTL', key) < 0 then found[#found + 1] = key end end return found",
                            ScriptOutputType.MULTI,
                            some.toArray(byte[][]::new)));
        }
        return keys.stream()
                .map(key -> new String(key, UTF_8))
                .filter(key -> !key.contains("{blocks}") && !key.matches(".*\\{check[0-9]*}state"))
                .toList();
    }

    /** A number from {@code INFO}; -1 if it has none of that name. */
    long info(String name) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + ":(?:calls=)?([0-9]+)")
                .matcher(admin.sync().info("all"));
        return line.find() ? Long.parseLong(line.group(1)) : -1;
    }

    void startAgain() {
        process.startAgain();
        admin = connected();
    }

    @Override
    public void close() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
        process.remove();
    }

    /** Another connection with all rights. */
    StatefulRedisConnection<byte[], byte[]> connected() {
        StatefulRedisConnection<byte[], byte[]> connection =
                Await.value("a server that answers", PATIENCE, () -> client.connect(ByteArrayCodec.INSTANCE));
        connection.setTimeout(PATIENCE);
        return connection;
    }

    /** A new directory in the build's output, which keeps the server's log. */
    static Path directory() {
        try {
            Path all = Files.createDirectories(Path.of("target", "redis").toAbsolutePath());
            return Files.createTempDirectory(all, "server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
