package dev.botsentinel.webhook.micrometer;

import dev.botsentinel.webhook.RefusedRequest;
import dev.botsentinel.webhook.WebhookListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what becomes of a webhook's requests. Tags are the webhook's name and the reason, never an address, so that strangers create
 * no meters. Thread-safe.
 */
public final class WebhookMetrics implements WebhookListener {

    private final MeterRegistry registry;

    private WebhookMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts in this registry. */
    @SuppressWarnings("exports") // optional: those who use it have Micrometer
    public static WebhookMetrics to(MeterRegistry registry) {
        return new WebhookMetrics(registry);
    }

    @Override
    public void refused(RefusedRequest request) {
        Counter.builder("sentinel.webhook.refused")
                .description("Requests to a webhook that were refused, by reason")
                .tag("webhook", request.webhook())
                .tag("reason", request.reason().label())
                .register(registry)
                .increment();
    }

    @Override
    public void handled(String webhook) {
        Counter.builder("sentinel.webhook.handled")
                .description("Requests to a webhook that were verified and handled")
                .tag("webhook", webhook)
                .register(registry)
                .increment();
    }

    @Override
    public void repeated(String webhook) {
        Counter.builder("sentinel.webhook.repeated")
                .description("Requests to a webhook whose message had been handled before")
                .tag("webhook", webhook)
                .register(registry)
                .increment();
    }

    @Override
    public void handlerFailed(String webhook, Throwable cause) {
        Counter.builder("sentinel.webhook.failed")
                .description("Requests to a webhook whose handler threw")
                .tag("webhook", webhook)
                .register(registry)
                .increment();
    }
}
