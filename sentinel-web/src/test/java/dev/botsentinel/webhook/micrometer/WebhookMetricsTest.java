package dev.botsentinel.webhook.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.webhook.Refusal;
import dev.botsentinel.webhook.RefusedRequest;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WebhookMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WebhookMetrics metrics = WebhookMetrics.to(registry);

    @Test
    void countsByWebhookAndReasonAndNeverByAddress() {
        for (int i = 0; i < 1000; i++) {
            metrics.refused(
                    new RefusedRequest(Instant.EPOCH, "telegram", Refusal.FORGED, "203.0." + i % 256 + ".0/24"));
        }
        metrics.handled("telegram");
        metrics.handlerFailed("telegram", new IllegalStateException());
        metrics.repeated("telegram");
        assertThat(registry.getMeters()).hasSize(4);
        assertThat(registry.get("sentinel.webhook.refused")
                        .tags("webhook", "telegram", "reason", "forged")
                        .counter()
                        .count())
                .isEqualTo(1000);
    }

    @Test
    void thePageListsTheMeters() throws IOException {
        countsByWebhookAndReasonAndNeverByAddress();
        String page = Files.readString(Path.of("..", "docs", "webhooks.md"));
        for (Meter meter : registry.getMeters()) {
            String tags = meter.getId().getTags().stream()
                    .map(tag -> "`" + tag.getKey() + "`")
                    .collect(Collectors.joining(", "));
            assertThat(page)
                    .contains("| `" + meter.getId().getName() + "` | "
                            + meter.getId().getDescription() + " | " + tags + " |");
        }
        for (Refusal reason : Refusal.values()) {
            assertThat(page).contains("`" + reason.label() + "`");
        }
    }
}
