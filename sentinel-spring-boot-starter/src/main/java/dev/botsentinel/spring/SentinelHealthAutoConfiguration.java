package dev.botsentinel.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The guard in Boot's health, as {@code sentinel}. For Spring Boot 4: Boot 3 has these interfaces in other packages. */
@AutoConfiguration(after = SentinelActuatorAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(GuardStatus.class)
@ConditionalOnEnabledHealthIndicator("sentinel")
public final class SentinelHealthAutoConfiguration {

    SentinelHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "sentinelHealthIndicator")
    HealthIndicator sentinelHealthIndicator(GuardStatus status) {
        return new SentinelHealthIndicator(status);
    }
}
