package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisStoreBuilderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "http://u:hunter2@host",
                "redis:hunter2",
                "redis://u:hunter2@",
                "redis://u:hunter2@ho st:6379",
                "redis://u:hunter2@host:port",
                "redis://u:hunter2@host:99999",
                "redis://u:hunter2%@host",
                "redis://u:hunter2@host:6379/hunter2",
                "redis-sentinel://u:hunter2@host",
                "redis-sentinel://u:hunter2@host#",
                "redis-sentinel://u:hunter2@host:99999#m",
                "redis://u:hunter2@host,other",
                "redis://u:hunter2@host#m",
                "redis-cluster://u:hunter2@host/3",
                "redis-cluster://u:hunter2@host#m",
                "redis-cluster://u:hunter2@host,",
            })
    void aBadUriIsRefusedWithoutRepeatingIt(String uri) {
        assertThatThrownBy(() -> RedisStore.builder(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @Test
    void theErrorForAMissingFingerprintKeyTellsHowToMakeOne() {
        assertThatThrownBy(() -> RedisStore.builder("redis://localhost").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl rand -hex 16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S", "PT1M0.001S"})
    void impossibleTimesAreRefused(Duration duration) {
        RedisStoreBuilder builder = RedisStore.builder("redis://localhost");
        assertThatThrownBy(() -> builder.timeout(duration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout");
        assertThatThrownBy(() -> builder.connectTimeout(duration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("connectTimeout");
    }
}
