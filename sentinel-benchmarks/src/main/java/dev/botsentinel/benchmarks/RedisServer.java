package dev.botsentinel.benchmarks;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

/** What a measurement asks of the server it runs on, over a connection of its own. */
final class RedisServer implements AutoCloseable {

    private static final double MICROS_PER_SECOND = 1e6;

    private final RedisClient client;
    private final RedisCommands<String, String> redis;

    RedisServer(String uri) {
        client = RedisClient.create(uri);
        redis = client.connect().sync();
    }

    String version() {
        return info("server", "redis_version");
    }

    /** What the server has used of the processor, in user and system time. */
    double cpuMicros() {
        return MICROS_PER_SECOND
                * (Double.parseDouble(info("cpu", "used_cpu_user")) + Double.parseDouble(info("cpu", "used_cpu_sys")));
    }

    /** What the server keeps of a user, in bytes. */
    long memory(String user) {
        return redis.memoryUsage("sentinel:{u:" + user + "}");
    }

    /** Removes everything. */
    void empty() {
        String unused = redis.flushall();
    }

    @Override
    public void close() {
        client.shutdown();
    }

    private String info(String section, String name) {
        return redis.info(section)
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }
}
