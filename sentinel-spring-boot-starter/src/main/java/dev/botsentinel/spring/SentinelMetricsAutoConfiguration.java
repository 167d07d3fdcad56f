package dev.botsentinel.spring;

import dev.botsentinel.Sentinel;
import dev.botsentinel.event.EventQueue;
import dev.botsentinel.micrometer.SentinelMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/** The guard's metrics in Boot's registry; the guard finds them as a listener like any other. */
@AutoConfiguration(
        before = SentinelAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnProperty(
        name = {"sentinel.enabled", "sentinel.metrics.enabled"},
        matchIfMissing = true)
public final class SentinelMetricsAutoConfiguration {

    SentinelMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    SentinelMetrics sentinelMetrics(MeterRegistry registry) {
        return SentinelMetrics.to(registry);
    }

    @Bean
    StoreTiming sentinelStoreTiming(SentinelMetrics metrics) {
        return metrics::timed;
    }

    /** Counts answers and what waits for the audit log. */
    @Bean
    @Lazy(false)
    InitializingBean sentinelMeterBinding(
            SentinelMetrics metrics,
            ObjectProvider<Sentinel<?>> sentinels,
            @Qualifier("sentinelAudit") ObjectProvider<EventQueue> audit) {
        return () -> {
            sentinels.ifUnique(sentinel -> metrics.watch(sentinel.responses()));
            audit.ifAvailable(queue -> metrics.watch("audit", queue));
        };
    }
}
