package dev.botsentinel.examples.spring;

import dev.botsentinel.spring.GuardStatus;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** What the starter does by itself on Spring Boot 4, where these interfaces are in other packages. */
@Component("sentinelHealthIndicator")
final class GuardHealthIndicator implements HealthIndicator {

    private final GuardStatus status;

    GuardHealthIndicator(GuardStatus status) {
        this.status = status;
    }

    @Override
    public Health health() {
        return Health.up().withDetails(status.details()).build();
    }
}
