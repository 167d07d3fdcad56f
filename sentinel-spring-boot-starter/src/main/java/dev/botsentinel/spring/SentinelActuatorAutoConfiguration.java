package dev.botsentinel.spring;

import dev.botsentinel.Sentinel;
import dev.botsentinel.event.EventQueue;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The guard's status, and the actuator endpoint that shows it. */
@AutoConfiguration(after = SentinelAutoConfiguration.class)
@ConditionalOnBean({Sentinel.class, StatusListener.class})
public final class SentinelActuatorAutoConfiguration {

    SentinelActuatorAutoConfiguration() {}

    @Bean
    GuardStatus sentinelGuardStatus(
            Sentinel<?> sentinel,
            StatusListener listener,
            ObjectProvider<GuardStorage> storage,
            ObjectProvider<BootPolicy> policy,
            @Qualifier("sentinelAudit") ObjectProvider<EventQueue> audit) {
        return new GuardStatus(
                sentinel, listener, storage.getIfAvailable(), policy.getIfAvailable(), audit.getIfAvailable());
    }

    /** Where there is an actuator. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    static class Actuator {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        SentinelEndpoint sentinelEndpoint(GuardStatus status) {
            return new SentinelEndpoint(status);
        }
    }
}
