package dev.botsentinel.spring;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Boot's own {@code spring.data.redis.*}, as far as the guard's connection needs it. Spring Data needn't be there: these are
 * only the words that Boot's users know.
 *
 * @param url the whole connection; what it says ranks above the single properties
 */
record BootRedis(
        @Nullable String url,
        @DefaultValue("localhost") String host,
        @DefaultValue("6379") int port,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("0") int database,
        @Nullable Duration connectTimeout,
        @Nullable String clientName,
        @DefaultValue Ssl ssl,
        @Nullable Sentinels sentinel,
        @Nullable Nodes cluster,
        @Nullable Nodes masterreplica) {

    /** What is said of TLS. */
    record Ssl(@Nullable Boolean enabled, @Nullable String bundle) {}

    /** Redis Sentinels. */
    record Sentinels(
            @Nullable String master,
            @DefaultValue List<String> nodes,
            @Nullable String username,
            @Nullable String password) {}

    /** Servers, each as {@code host:port}. */
    record Nodes(@DefaultValue List<String> nodes) {}

    /**
     * The connection as {@code RedisStore} takes it.
     *
     * @throws SetupException if it can't be said so; the message has no secret
     */
    String uri() {
        refuse(
                ssl.bundle() != null,
                "spring.data.redis.ssl.bundle",
                "Name a PEM file in sentinel.storage.redis.trust.");
        refuse(
                masterreplica != null && !masterreplica.nodes().isEmpty(),
                "spring.data.redis.masterreplica",
                "Name the master, Redis Sentinels or a Cluster.");
        if (url != null) {
            return url;
        }
        if (sentinel != null && sentinel.master() != null) {
            refuse(
                    sentinel.password() != null && !sentinel.password().equals(password),
                    "spring.data.redis.sentinel.password",
                    "Give the Redis Sentinels the password of their servers.");
            return scheme("-sentinel") + credentials() + String.join(",", sentinel.nodes()) + path() + query() + "#"
                    + encoded(sentinel.master());
        }
        if (cluster != null && !cluster.nodes().isEmpty()) {
            return scheme("-cluster") + credentials() + String.join(",", cluster.nodes()) + query();
        }
        return scheme("") + credentials() + host + ":" + port + path() + query();
    }

    private static void refuse(boolean present, String property, String action) {
        if (present) {
            throw new SetupException("The guard's storage can't be connected by " + property + ".", action);
        }
    }

    private String scheme(String kind) {
        return (Boolean.TRUE.equals(ssl.enabled()) ? "rediss" : "redis") + kind + "://";
    }

    private String credentials() {
        if (password == null || password.isEmpty()) {
            return "";
        }
        return (username == null ? "" : encoded(username)) + ":" + encoded(password) + "@";
    }

    private String path() {
        return database == 0 ? "" : "/" + database;
    }

    private String query() {
        return clientName == null ? "" : "?clientName=" + encoded(clientName);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "BootRedis[" + host + ":" + port + "]";
    }
}
