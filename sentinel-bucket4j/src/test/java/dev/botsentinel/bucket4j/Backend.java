package dev.botsentinel.bucket4j;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.botsentinel.plan.Micros;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.caffeine.Bucket4jCaffeine;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.mysql.Bucket4jMySQL;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcConnectionPool;
import redis.embedded.RedisServer;

/** Where Bucket4j keeps its buckets: in this process, behind JDBC, which blocks, and behind a client that doesn't. */
enum Backend {
    CAFFEINE {
        @Override
        Opened open(InstantSource time) {
            ProxyManager<String> manager = Bucket4jCaffeine.<String>builderFor(
                            Caffeine.newBuilder().maximumSize(10_000))
                    .clientClock(meter(time))
                    .build();
            return new Opened(manager, () -> {}, () -> {});
        }
    },
    JDBC {
        @Override
        Opened open(InstantSource time) throws SQLException {
            JdbcConnectionPool database = JdbcConnectionPool.create(
                    "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1",
                    "sa",
                    "");
            execute(
                    database,
                    "CREATE TABLE bucket(id VARCHAR(400) PRIMARY KEY, state VARBINARY(4000), expires_at BIGINT)");
            ProxyManager<String> manager = Bucket4jMySQL.selectForUpdateBasedBuilder(database)
                    .primaryKeyMapper(PrimaryKeyMapper.STRING)
                    .clientClock(meter(time))
                    .build();
            return new Opened(manager, () -> execute(database, "DROP TABLE bucket"), database::dispose);
        }
    },
    REDIS {
        @Override
        Opened open(InstantSource time) throws IOException {
            int port = freePort();
            RedisServer server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .build();
            server.start();
            RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
            ProxyManager<String> manager = Bucket4jLettuce.casBasedBuilder(client)
                    .clientClock(meter(time))
                    .requestTimeout(Duration.ofSeconds(5))
                    .expirationAfterWrite(
                            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofDays(1)))
                    .build()
                    .withMapper(key -> key.getBytes(StandardCharsets.UTF_8));
            return new Opened(manager, server::stop, () -> {
                client.shutdown(0, 1, TimeUnit.SECONDS);
                server.stop();
            });
        }
    };

    /** Some step that may fail. */
    interface Action {
        void run() throws IOException, SQLException;
    }

    /**
     * A manager over an empty backend.
     *
     * @param breakdown has every further call fail
     */
    record Opened(ProxyManager<String> manager, Action breakdown, Action end) implements AutoCloseable {

        @Override
        public void close() throws IOException, SQLException {
            end.run();
        }
    }

    abstract Opened open(InstantSource time) throws IOException, SQLException;

    /** The same time as the storage's, in nanoseconds. */
    static TimeMeter meter(InstantSource time) {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return TimeUnit.MICROSECONDS.toNanos(Micros.of(time.instant()));
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    static void execute(JdbcConnectionPool database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
