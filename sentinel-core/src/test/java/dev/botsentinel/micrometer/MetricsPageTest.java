package dev.botsentinel.micrometer;

import static dev.botsentinel.micrometer.Decided.POLICY;
import static dev.botsentinel.micrometer.Decided.degraded;
import static dev.botsentinel.micrometer.Decided.limited;
import static dev.botsentinel.micrometer.Decided.reported;
import static dev.botsentinel.micrometer.Decided.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.engine.EventDispatcher;
import dev.botsentinel.engine.GuardLog;
import dev.botsentinel.engine.Responses;
import dev.botsentinel.engine.Triage;
import dev.botsentinel.event.ErrorClassifier;
import dev.botsentinel.event.EventQueue;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/metrics.md lists exactly the meters there are, in their own words. */
class MetricsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "metrics.md");
    private static final Pattern ROW = Pattern.compile("\\| `(sentinel\\.[a-z.]+)` \\|(.*)\\|(.*)\\|(.*)\\|(.*)\\|");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final SentinelMetrics metrics = SentinelMetrics.to(registry);

    @Test
    void thePageAndTheMetersSayTheSame() throws IOException {
        makeAll();
        Set<String> meters = registry.getMeters().stream()
                .map(meter -> row(meter.getId()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> page = Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(MetricsPageTest::row)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(page).isEqualTo(meters);
    }

    @Test
    void thePageNamesTheBounds() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page)
                .contains(String.format(Locale.ROOT, "at most %,d", Meters.MAXIMUM))
                .contains("first " + RuleTags.MAXIMUM + " rules");
    }

    @Test
    void thePageNamesEveryReason() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(List.of(Reason.values())).allMatch(reason -> page.contains("`" + reason.label() + "`"));
    }

    private void makeAll() {
        EffectivePolicy policy = POLICY.effective("/pay");
        metrics.decided(request("/pay"), policy, reported(Reason.RATE_LIMITED, "money"), 1);
        metrics.decided(request("/pay"), policy, degraded(), 1);
        metrics.decided(request("/pay"), policy, limited("money", Scope.USER), 1);
        metrics.decided(request("/pay"), policy, Denied.of(Reason.FORBIDDEN, "requires"), 1);
        EventQueue queue = EventQueue.to(event -> {});
        metrics.watch("audit", queue);
        queue.close();
        metrics.timed("test", new NoStore()).close();
        GuardLog log = GuardLog.of(FingerprintKey.random(), () -> Instant.EPOCH);
        EventDispatcher events = new EventDispatcher(List.of(), List.of(), log);
        Triage triage = new Triage(ErrorClassifier.NONE, (request, cooldown) -> {}, events);
        metrics.watch(new Responses(triage, events, () -> Instant.EPOCH, Responses.TIMEOUT, log));
    }

    private static String row(Meter.Id id) {
        String tags = id.getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(", "));
        String unit = id.getBaseUnit() == null ? "" : id.getBaseUnit();
        String type = id.getType().name().toLowerCase(Locale.ROOT);
        return String.join(" | ", id.getName(), type, unit, tags, id.getDescription());
    }

    private static String row(Matcher row) {
        return String.join(
                " | ",
                row.group(1),
                row.group(2).strip(),
                row.group(3).strip(),
                row.group(4).replace("`", "").strip(),
                row.group(5).strip());
    }

    /** Never asked. */
    private record NoStore() implements SentinelStore {

        @Override
        public PreparedPlan prepare(Plan plan) {
            throw new IllegalStateException();
        }

        @Override
        public FingerprintKey fingerprintKey() {
            throw new IllegalStateException();
        }

        @Override
        public StoreAdmin admin() {
            throw new IllegalStateException();
        }

        @Override
        public void close() {}
    }
}
