package dev.botsentinel.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import redis.embedded.RedisServer;

/** The storage in a real Redis, with the Lettuce that Spring Boot pins. */
@Timeout(60)
class RedisStorageTest {

    private static RedisServer server;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        port = freePort();
        server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("requirepass \"p@ss\"")
                .build();
        server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoForAll {

        @Bean
        PolicySet policy() {
            return PolicySet.builder()
                    .defaults(Policy.limits(RateLimit.perMinute(2).named("shared")))
                    .build();
        }
    }

    private static ApplicationContextRunner instance(int redis, String password) {
        return Contexts.clicks()
                .withUserConfiguration(TwoForAll.class)
                .withPropertyValues(
                        "sentinel.storage.type=redis",
                        "sentinel.storage.redis.fingerprint-key=00112233445566778899aabbccddeeff",
                        "sentinel.storage.redis.key-prefix=starter",
                        "sentinel.storage.redis.expected-instances=2",
                        "sentinel.storage.redis.timeout=5s",
                        "sentinel.storage.redis.deadline=5s",
                        "spring.data.redis.host=127.0.0.1",
                        "spring.data.redis.port=" + redis,
                        "spring.data.redis.password=" + password);
    }

    @SuppressWarnings("unchecked")
    private static boolean allows(ApplicationContext context) {
        return ((Sentinel<Click>) context.getBean(Sentinel.class))
                .check(new Click("ann", "buy"))
                .isAllowed();
    }

    @Test
    void instancesShareALimit() {
        instance(port, "p@ss")
                .run(first -> instance(port, "p@ss").run(second -> {
                    assertThat(first).hasNotFailed();
                    assertThat(allows(first)).isTrue();
                    assertThat(allows(second)).isTrue();
                    assertThat(allows(first)).isFalse();
                    assertThat(allows(second)).isFalse();
                    assertThat(second.getBean(GuardStatus.class).details())
                            .containsEntry("storage", "redis")
                            .containsEntry("degraded", false);
                }));
    }

    @Test
    void aRedisThatIsDownIsADegradedGuardThatIsUp() throws IOException {
        instance(freePort(), "p@ss")
                .withPropertyValues("sentinel.storage.redis.deadline=50ms", "sentinel.storage.redis.timeout=50ms")
                .run(it -> {
                    assertThat(it).hasNotFailed();
                    for (int i = 0; i < 20; i++) {
                        allows(it);
                    }
                    GuardStatus status = it.getBean(GuardStatus.class);
                    // The event is told by a thread of the guard's executor.
                    for (int i = 0; i < 1000 && status.details().get("degraded").equals(false); i++) {
                        Thread.sleep(5);
                    }
                    assertThat(status.details())
                            .containsEntry("degraded", true)
                            .containsKeys("degradedSince", "degradedBy");
                    assertThat(new SentinelHealthIndicator(status)
                                    .health()
                                    .getStatus()
                                    .getCode())
                            .isEqualTo("UP");
                });
    }

    @Test
    void aRedisThatRefusesEndsTheStartAndSaysWhy() {
        instance(port, "wrong").run(it -> {
            FailureAnalysis analysis = new SetupFailureAnalyzer().analyze(it.getStartupFailure());
            assertThat(analysis.getDescription())
                    .contains("can't be opened")
                    .doesNotContain("wrong:")
                    .doesNotContain("p@ss");
            assertThat(analysis.getAction()).contains("spring.data.redis");
        });
    }
}
