package dev.botsentinel.spring;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.redis.RedisStoreBuilder;
import dev.botsentinel.spring.SentinelProperties.OutageProperties;
import dev.botsentinel.spring.SentinelProperties.RedisStorageProperties;
import dev.botsentinel.spring.SentinelProperties.StorageProperties;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.resilient.ResilientStore;
import io.lettuce.core.LettuceVersion;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** A storage in Redis, and one in memory that stands in for it while it can't be reached. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(RedisStore.class)
@ConditionalOnProperty(name = "sentinel.storage.type", havingValue = "redis")
class RedisStorageConfiguration {

    /** The oldest major version of Lettuce that the storage runs on. */
    private static final int OLDEST_LETTUCE = 7;

    @Bean
    @ConditionalOnMissingBean({GuardStorage.class, SentinelStore.class})
    GuardStorage sentinelStorage(
            SentinelProperties properties, Environment environment, ObjectProvider<StoreTiming> timing) {
        checkLettuce(LettuceVersion.getVersion());
        StorageProperties storage = properties.storage();
        FingerprintKey key = fingerprintKey(storage.redis());
        RedisStore redis = open(storage.redis(), key, environment);
        MemoryStore memory =
                MemoryStorageConfiguration.builder(storage).fingerprintKey(key).build();
        return GuardStorage.of("redis", resilient(redis, memory, storage.redis(), properties.outage()), timing);
    }

    private static ResilientStore resilient(
            RedisStore redis, MemoryStore memory, RedisStorageProperties settings, OutageProperties outage) {
        return ResilientStore.builder(redis, memory)
                .deadline(settings.deadline())
                .expectedInstances(settings.expectedInstances())
                .blocklist(outage.blocklist())
                .debounce(outage.debounce())
                .limits(outage.limits())
                .build();
    }

    private static RedisStore open(RedisStorageProperties settings, FingerprintKey key, Environment environment) {
        BootRedis boot = Binder.get(environment).bindOrCreate("spring.data.redis", Bindable.of(BootRedis.class));
        try {
            RedisStoreBuilder builder = RedisStore.builder(settings.uri() == null ? boot.uri() : settings.uri())
                    .keyPrefix(settings.keyPrefix())
                    .fingerprintKey(key)
                    .timeout(settings.timeout());
            if (boot.connectTimeout() != null) {
                builder.connectTimeout(boot.connectTimeout());
            }
            if (settings.trust() != null) {
                builder.trust(Path.of(settings.trust()));
            }
            return builder.build();
        } catch (IllegalArgumentException | StoreException refused) {
            throw new SetupException(
                    "The guard's storage in Redis can't be opened: " + refused.getMessage() + ".",
                    "Check spring.data.redis.* and sentinel.storage.redis.*. A Redis that is down is no error: the"
                            + " guard starts degraded and connects later.",
                    refused);
        }
    }

    private static FingerprintKey fingerprintKey(RedisStorageProperties settings) {
        return SecretKeys.fingerprintKey("sentinel.storage.redis.fingerprint-key", settings.fingerprintKey());
    }

    /** Boot 3 and 4.0 pin Lettuce 6, on which a decision would fail with a NoSuchMethodError, again and again. */
    static void checkLettuce(@Nullable String version) {
        if (version == null) {
            return;
        }
        int dot = version.indexOf('.');
        if (dot > 0 && Integer.parseInt(version.substring(0, dot)) < OLDEST_LETTUCE) {
            throw new SetupException(
                    "The storage in Redis needs Lettuce " + OLDEST_LETTUCE + ", but Lettuce " + version
                            + " is on the class path; Spring Boot before 4.1 pins it.",
                    "Set the Maven property lettuce.version to 7.5.2.RELEASE and netty.version to 4.2.19.Final (in"
                            + " Gradle: ext['lettuce.version'], ext['netty.version']), or upgrade to Spring Boot 4.1.");
        }
    }
}
