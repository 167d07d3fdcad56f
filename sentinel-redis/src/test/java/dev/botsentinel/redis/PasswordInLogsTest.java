package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is logged while a connection is made, with every logger at TRACE; in a JVM of its own, since levels are read once. */
class PasswordInLogsTest {

    private static final String BY_THE_STORAGE = "storage";
    private static final String BY_LETTUCE = "lettuce";

    @Test
    void noLoggerGetsThePassword() throws Exception {
        assertThat(logOf(BY_THE_STORAGE))
                .contains("TRACE")
                .contains("Connected to Redis")
                .doesNotContain(GrantedUser.PASSWORD);
    }

    /** So the test above would see it. */
    @Test
    void lettuceByItselfLogsIt() throws Exception {
        assertThat(logOf(BY_LETTUCE)).contains(GrantedUser.PASSWORD);
    }

    private static String logOf(String who) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Connecting.class.getName(),
                        who,
                        GrantedUser.login(TestRedis.shared().uri()))
                .redirectErrorStream(true)
                .start();
        String log = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(log).isZero();
        return log;
    }

    /** Connects and ends. */
    static final class Connecting {

        private Connecting() {}

        public static void main(String[] arguments) {
            if (arguments[0].equals(BY_THE_STORAGE)) {
                RedisStore.builder(arguments[1])
                        .keyPrefix("test:logs")
                        .fingerprintKey(RedisHarness.KEY)
                        .build()
                        .close();
            } else {
                RedisClient lettuce = RedisClient.create(arguments[1]);
                try (StatefulRedisConnection<String, String> connection = lettuce.connect()) {
                    assertThat(connection.isOpen()).isTrue();
                } finally {
                    lettuce.shutdown(0, 1, TimeUnit.SECONDS);
                }
            }
        }
    }
}
