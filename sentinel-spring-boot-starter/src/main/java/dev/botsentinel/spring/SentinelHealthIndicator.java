package dev.botsentinel.spring;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The guard's health. A guard without its shared storage is up: it goes on with what it knows, and restarting the
 * application would only forget that. The details say so.
 */
final class SentinelHealthIndicator extends AbstractHealthIndicator {

    private final GuardStatus status;

    SentinelHealthIndicator(GuardStatus status) {
        super("the guard's status can't be told");
        this.status = status;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up().withDetails(status.details());
    }
}
