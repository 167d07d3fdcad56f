package dev.botsentinel.spring;

import dev.botsentinel.policy.Trusted;
import dev.botsentinel.store.resilient.OnOutage;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code sentinel.*} says. {@code docs/spring-boot.md} has a table.
 *
 * @param enabled whether there is a guard
 * @param policy where the policy is
 * @param storage where the guard's state lives
 * @param outage what the guard does while a shared storage can't be reached
 * @param audit the audit log
 * @param metrics metrics in Boot's registry
 * @param trusted whom limits and debounce spare, beside those that the policy names
 * @param resolver how principals are resolved
 * @param refundOnFailure whether an update whose handler failed gets its permits back
 * @param webhook which addresses are guarded
 * @param telegram Telegram, if sentinel-telegram is there
 */
@ConfigurationProperties("sentinel")
public record SentinelProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue PolicyProperties policy,
        @DefaultValue StorageProperties storage,
        @DefaultValue OutageProperties outage,
        @DefaultValue AuditProperties audit,
        @DefaultValue MetricsProperties metrics,
        @DefaultValue TrustedProperties trusted,
        @DefaultValue ResolverProperties resolver,
        @DefaultValue("false") boolean refundOnFailure,
        @DefaultValue WebhookProperties webhook,
        @DefaultValue TelegramProperties telegram) {

    /**
     * Where the policy is.
     *
     * @param location a policy file, such as file:/etc/bot/policy.yml; by default classpath:sentinel.yml if it is there
     * @param reload how often to look for changes of a file; 0 for never. What is inside a jar never changes
     */
    public record PolicyProperties(
            @Nullable String location, @DefaultValue("2s") Duration reload) {}

    /** Where the guard's state lives. */
    public enum StorageType {
        /** In this process, until it ends. */
        MEMORY,
        /** In Redis, shared by all instances. */
        REDIS
    }

    /**
     * Where the guard's state lives.
     *
     * @param type memory, or redis for several instances; redis needs sentinel-redis
     * @param maximumEntries how many owners (users, chats and so on) the memory knows at most; unset for its default
     * @param redis settings of redis; the connection itself is spring.data.redis.*
     */
    public record StorageProperties(
            @DefaultValue("memory") StorageType type,
            @Nullable Long maximumEntries,
            @DefaultValue RedisStorageProperties redis) {}

    /**
     * Settings of the storage in Redis.
     *
     * @param uri the whole connection, in place of spring.data.redis.*
     * @param keyPrefix the prefix of all keys; instances with the same one share their state
     * @param fingerprintKey 32 hexadecimal digits, a secret and the same for all instances; openssl rand -hex 16 makes one
     * @param timeout how long a call may take, within the deadline of a decision
     * @param deadline how long Redis has to answer a decision
     * @param expectedInstances by how many instances limits are divided while Redis can't be reached
     * @param trust a PEM file with the certificates to trust, in place of Java's
     */
    public record RedisStorageProperties(
            @Nullable String uri,
            @DefaultValue("sentinel") String keyPrefix,
            @Nullable String fingerprintKey,
            @DefaultValue("50ms") Duration timeout,
            @DefaultValue("50ms") Duration deadline,
            @DefaultValue("1") int expectedInstances,
            @Nullable String trust) {

        /** Without the secrets. */
        @Override
        public String toString() {
            return "RedisStorageProperties[keyPrefix=" + keyPrefix + ", timeout=" + timeout + ", deadline=" + deadline
                    + ", expectedInstances=" + expectedInstances + "]";
        }
    }

    /**
     * What the guard does while Redis can't be reached.
     *
     * @param blocklist local: known blocks hold; closed: every update is denied
     * @param debounce local, open or closed
     * @param limits local: divided by the expected instances; open or closed
     */
    public record OutageProperties(
            @DefaultValue("local") OnOutage blocklist,
            @DefaultValue("local") OnOutage debounce,
            @DefaultValue("local") OnOutage limits) {}

    /**
     * The audit log: one line of JSON per event, to the logger dev.botsentinel.audit.
     *
     * @param enabled whether there is one
     * @param hashIdsKey 32 hexadecimal digits, a secret; users then appear as keyed hashes of their ids
     * @param capacity how many events wait for the logger at most; further ones are dropped and counted
     */
    public record AuditProperties(
            @DefaultValue("true") boolean enabled,
            @Nullable String hashIdsKey,
            @DefaultValue("4096") int capacity) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "AuditProperties[enabled=" + enabled + ", capacity=" + capacity + "]";
        }
    }

    /**
     * Metrics.
     *
     * @param enabled whether the guard counts in Boot's meter registry
     */
    public record MetricsProperties(@DefaultValue("true") boolean enabled) {}

    /**
     * Whom limits and debounce spare.
     *
     * @param subjects ids of users
     * @param roles names of roles that the policy has
     */
    public record TrustedProperties(
            @DefaultValue List<String> subjects,
            @DefaultValue List<String> roles) {

        Trusted trusted() {
            return new Trusted(new LinkedHashSet<>(subjects), new LinkedHashSet<>(roles));
        }
    }

    /**
     * How principals are resolved.
     *
     * @param timeout how long a call of the resolver may take
     * @param cacheTimeToLive how long a principal is cached
     * @param cacheSize how many principals are cached at most
     */
    public record ResolverProperties(
            @DefaultValue("1s") Duration timeout,
            @DefaultValue("60s") Duration cacheTimeToLive,
            @DefaultValue("100000") long cacheSize) {}

    /** How denials of webhook deliveries are answered. */
    public enum WebhookDenials {
        /** 200: for platforms that deliver again what isn't. */
        ACKNOWLEDGE,
        /** 429, 403 or 503 by reason, with Retry-After: for clients of your own. */
        REFUSE
    }

    /**
     * Which addresses are guarded.
     *
     * @param paths servlet patterns such as /telegram or /hooks/*; none by default
     * @param maxBody the longest body in bytes; a longer one is answered 413
     * @param denials how denials are answered
     * @param acknowledgeFailures whether a delivery is answered 200 though its handler failed, so that it doesn't come again
     * @param passMethods HTTP methods other than POST that pass unguarded, such as GET for a platform's verification
     * @param order the filter's place: after filters that check who calls, before those that read the body
     */
    public record WebhookProperties(
            @DefaultValue List<String> paths,
            @DefaultValue("1048576") int maxBody,
            @DefaultValue("acknowledge") WebhookDenials denials,
            @DefaultValue("false") boolean acknowledgeFailures,
            @DefaultValue List<String> passMethods,
            @DefaultValue("-9950") int order) {}

    /**
     * Telegram.
     *
     * @param botNames what the bot is called, without the @, so that commands for others are none of its own
     */
    public record TelegramProperties(@DefaultValue List<String> botNames) {}
}
