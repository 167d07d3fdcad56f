package dev.botsentinel.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import dev.botsentinel.spring.GuardStatus;
import dev.botsentinel.telegram.TelegramUpdate;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import redis.embedded.RedisServer;

/** The storage in Redis on Spring Boot 3.5, with the Lettuce that the pom sets. */
@Timeout(120)
class SharedStateTest {

    @Test
    void instancesShareABlockInRedis() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        RedisServer redis =
                RedisServer.newRedisServer().port(port).bind("127.0.0.1").build();
        redis.start();
        try (ConfigurableApplicationContext one = start(port);
                ConfigurableApplicationContext two = start(port)) {
            sentinel(one).blocklist().block("42", "test", "why").toCompletableFuture().join();
            TelegramUpdate update =
                    TelegramUpdate.parse("{\"update_id\":1,\"message\":{\"from\":{\"id\":42},\"text\":\"hi\"}}");
            assertThat(sentinel(two).check(update).explain()).startsWith("denied: blocked").doesNotContain("degraded");
            assertThat(two.getBean(GuardStatus.class).details()).containsEntry("storage", "redis");
        } finally {
            redis.stop();
        }
    }

    private static ConfigurableApplicationContext start(int redis) {
        return SpringApplication.run(
                ShopBot.class,
                "--server.port=0",
                "--sentinel.storage.type=redis",
                "--sentinel.storage.redis.fingerprint-key=00112233445566778899aabbccddeeff",
                "--sentinel.storage.redis.timeout=5s",
                "--sentinel.storage.redis.deadline=5s",
                "--spring.data.redis.port=" + redis);
    }

    @SuppressWarnings("unchecked")
    private static Sentinel<TelegramUpdate> sentinel(ConfigurableApplicationContext context) {
        return context.getBean(Sentinel.class);
    }
}
