package dev.botsentinel.spring;

import dev.botsentinel.Sentinel;
import dev.botsentinel.audit.AuditLog;
import dev.botsentinel.event.EventQueue;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Trusted;
import dev.botsentinel.spring.SentinelProperties.AuditProperties;
import dev.botsentinel.spring.SentinelProperties.PolicyProperties;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * The guard: one bean of the type {@link Sentinel}, made of {@link SentinelProperties} and of the application's beans of the
 * types {@code RequestMapper}, {@code PrincipalResolver}, {@code UserRepository}, {@code Interceptor}, {@code
 * SecurityListener}, {@code DecisionListener}, {@code Responder}, {@code ErrorClassifier}, {@code PolicySet}, {@code
 * SentinelStore} and {@link SentinelBuilderCustomizer}. An application that has a {@code Sentinel} bean keeps it.
 *
 * <p>Closed in this order: what follows the policy file, the guard, its listeners and its storage.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "sentinel.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SentinelProperties.class)
@Import(TelegramConfiguration.class)
public final class SentinelAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger("dev.botsentinel.spring");

    private static final String DEFAULT_LOCATION = "classpath:sentinel.yml";

    SentinelAutoConfiguration() {}

    @Bean
    StatusListener sentinelStatusListener() {
        return new StatusListener();
    }

    /** What the guard is made of, unless the application has made one. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(Sentinel.class)
    @Import(RedisStorageConfiguration.class)
    static class Guard {

        @Bean(destroyMethod = "close")
        @ConditionalOnProperty(name = "sentinel.audit.enabled", matchIfMissing = true)
        EventQueue sentinelAudit(SentinelProperties properties) {
            AuditProperties audit = properties.audit();
            AuditLog log = audit.hashIdsKey() == null
                    ? AuditLog.create()
                    : AuditLog.hashingIds(SecretKeys.fingerprintKey("sentinel.audit.hash-ids-key", audit.hashIdsKey()));
            return EventQueue.to(log, audit.capacity(), Duration.ofSeconds(5));
        }

        @Bean
        @ConditionalOnMissingBean(GuardStorage.class)
        GuardStorage sentinelStorage(
                SentinelProperties properties, ObjectProvider<SentinelStore> own, ObjectProvider<StoreTiming> timing) {
            SentinelStore application = own.getIfAvailable();
            if (application != null) {
                return GuardStorage.ofApplication(application, timing);
            }
            if (properties.storage().type() == SentinelProperties.StorageType.REDIS) {
                throw new SetupException(
                        "The property sentinel.storage.type is redis, but sentinel-redis isn't on the class path.",
                        "Add the dependency dev.botsentinel:sentinel-redis.");
            }
            return GuardStorage.of(
                    "memory",
                    MemoryStorageConfiguration.builder(properties.storage()).build(),
                    timing);
        }

        @Bean
        BootPolicy sentinelPolicy(
                SentinelProperties properties,
                ResourceLoader resources,
                ObjectProvider<PolicySet> policies,
                ObjectProvider<FallbackPolicy> fallback,
                ConfigurableListableBeanFactory factory) {
            Set<Class<?>> handlers = new GuardBeans(factory, "sentinel").annotatedHandlers();
            Trusted trusted = properties.trusted().trusted();
            PolicySet bean = policies.getIfUnique();
            Resource file = location(properties.policy(), resources, bean);
            if (file != null) {
                return BootPolicy.read(file, handlers, trusted);
            }
            if (bean != null) {
                return BootPolicy.of(bean, "a PolicySet bean", handlers, trusted);
            }
            if (!handlers.isEmpty()) {
                return BootPolicy.of(PolicySet.builder().build(), "annotated beans", handlers, trusted);
            }
            FallbackPolicy starter = fallback.getIfAvailable();
            if (starter != null) {
                LOG.info(
                        "there is no policy, so the guard begins with {}; see sentinel.policy.location",
                        starter.name());
                return BootPolicy.of(starter.policy(), starter.name(), handlers, trusted);
            }
            throw new SetupException(
                    "There is no policy: neither " + DEFAULT_LOCATION + " nor a PolicySet bean nor annotated handlers.",
                    "Add src/main/resources/sentinel.yml, or name a file in sentinel.policy.location.");
        }

        /** The file to read; null if a bean is the policy, or nothing is. */
        private static @Nullable Resource location(
                PolicyProperties policy, ResourceLoader resources, @Nullable PolicySet bean) {
            if (policy.location() == null) {
                Resource usual = resources.getResource(DEFAULT_LOCATION);
                return bean == null && usual.exists() ? usual : null;
            }
            if (bean != null) {
                throw new SetupException(
                        "Both a PolicySet bean and sentinel.policy.location say what the policy is.",
                        "Keep one of them.");
            }
            return resources.getResource(policy.location());
        }

        @Bean(destroyMethod = "close")
        Sentinel<?> sentinel(
                SentinelProperties properties,
                GuardStorage storage,
                BootPolicy policy,
                ConfigurableListableBeanFactory factory) {
            GuardBeans beans = new GuardBeans(factory, "sentinel");
            return new GuardFactory(beans, properties).guard(policy.initial(), storage.store());
        }

        /** Never lazy: a file that isn't followed would be noticed when it matters. */
        @Bean(destroyMethod = "close")
        @Lazy(false)
        AutoCloseable sentinelPolicyWatch(
                BootPolicy policy, Sentinel<?> sentinel, StatusListener status, SentinelProperties properties) {
            return policy.follow(sentinel, status, properties.policy().reload());
        }
    }
}
