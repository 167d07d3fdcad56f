package dev.botsentinel.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What {@code spring.data.redis.*} says, as a URI. */
class BootRedisTest {

    private static BootRedis redis(String... pairs) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put("spring.data.redis." + pairs[i], pairs[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("spring.data.redis", Bindable.of(BootRedis.class));
    }

    @Test
    void oneServer() {
        assertThat(redis().uri()).isEqualTo("redis://localhost:6379");
        assertThat(redis("host", "db", "port", "7", "database", "3", "client-name", "my bot")
                        .uri())
                .isEqualTo("redis://db:7/3?clientName=my%20bot");
        assertThat(redis("password", "p@ss/ word", "ssl.enabled", "true").uri())
                .isEqualTo("rediss://:p%40ss%2F%20word@localhost:6379");
        assertThat(redis("username", "bot", "password", "x").uri()).isEqualTo("redis://bot:x@localhost:6379");
        assertThat(redis("url", "rediss://a:b@c:1/2", "host", "ignored").uri()).isEqualTo("rediss://a:b@c:1/2");
    }

    @Test
    void sentinelsAndClusters() {
        assertThat(redis("sentinel.master", "main", "sentinel.nodes", "a:1,b:2", "password", "x", "database", "1")
                        .uri())
                .isEqualTo("redis-sentinel://:x@a:1,b:2/1#main");
        assertThat(redis("cluster.nodes", "a:1,b:2", "ssl.enabled", "true").uri())
                .isEqualTo("rediss-cluster://a:1,b:2");
    }

    @Test
    void whatCanNotBeSaidIsRefused() {
        assertThatThrownBy(() -> redis("ssl.bundle", "mine").uri())
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("spring.data.redis.ssl.bundle");
        assertThatThrownBy(() -> redis("masterreplica.nodes", "a:1").uri())
                .hasMessageContaining("spring.data.redis.masterreplica");
        assertThatThrownBy(() -> redis("sentinel.master", "m", "sentinel.nodes", "a:1", "sentinel.password", "s3cret")
                        .uri())
                .hasMessageContaining("spring.data.redis.sentinel.password")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void secretsArePrintedNowhere() {
        assertThat(redis("password", "hunter2").toString()).doesNotContain("hunter2");
    }
}
