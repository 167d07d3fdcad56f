package dev.botsentinel.micrometer;

import static dev.botsentinel.micrometer.Decided.ALLOWED;
import static dev.botsentinel.micrometer.Decided.POLICY;
import static dev.botsentinel.micrometer.Decided.allowed;
import static dev.botsentinel.micrometer.Decided.limited;
import static dev.botsentinel.micrometer.Decided.reported;
import static dev.botsentinel.micrometer.Decided.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.event.EventQueue;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.Blocked;
import dev.botsentinel.event.SecurityEvent.CooldownSet;
import dev.botsentinel.event.SecurityEvent.GuardFailed;
import dev.botsentinel.event.SecurityEvent.HandlerFailed;
import dev.botsentinel.event.SecurityEvent.LimitReset;
import dev.botsentinel.event.SecurityEvent.PermitsRefunded;
import dev.botsentinel.event.SecurityEvent.PolicyChanged;
import dev.botsentinel.event.SecurityEvent.ResolverFailed;
import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.event.SecurityEvent.StoreRecovered;
import dev.botsentinel.event.SecurityEvent.Unblocked;
import dev.botsentinel.event.SecurityEvent.UpdateDropped;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import dev.botsentinel.response.ResponseCounts;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentinelMetricsTest {

    private static final Instant AT = Instant.EPOCH;

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final SentinelMetrics metrics = SentinelMetrics.to(registry);

    @Test
    void anAllowedDecisionIsTimedUnderItsEntry() {
        decided("/pay", ALLOWED, 1500);
        decided("/admin_users", ALLOWED, 10);
        decided("/invented", ALLOWED, 20);
        Timer timer = decisions("/pay", "allowed", "none", "none");
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(1500);
        assertThat(decisions("/admin*", "allowed", "none", "none").count()).isEqualTo(1);
        assertThat(decisions("*", "allowed", "none", "none").count()).isEqualTo(1);
        assertThat(tagValues("action")).containsExactlyInAnyOrder("/pay", "/admin*", "*");
    }

    @Test
    void whatIsExemptOrAnAlbumIsToldApart() {
        decided("/pay", allowed(Passage.EXEMPT), 1);
        decided("/pay", allowed(Passage.ALBUM), 1);
        decided("/pay", allowed(Passage.ALBUM), 1);
        assertThat(decisions("/pay", "allowed", "exempt", "none").count()).isEqualTo(1);
        assertThat(decisions("/pay", "allowed", "album", "none").count()).isEqualTo(2);
    }

    @Test
    void whatIsDegradedIsCountedBesides() {
        decided("/pay", Decided.degraded(), 1);
        decided("/pay", new Denied(Reason.DUPLICATE, "debounce", null, null, null, null, null, null, true), 1);
        decided("/pay", ALLOWED, 1);
        assertThat(count("sentinel.decisions.degraded", "action", "/pay", "outcome", "allowed"))
                .isEqualTo(1);
        assertThat(count("sentinel.decisions.degraded", "action", "/pay", "outcome", "denied"))
                .isEqualTo(1);
        assertThat(decisions("/pay", "allowed", "none", "none").count()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aDenialIsTimedByReasonAndRule(Reason reason) {
        decided("/pay", Denied.of(reason, "money"), 7);
        decided("/pay", Denied.of(reason, "money"), 7);
        assertThat(decisions("/pay", "denied", reason.label(), "money").count()).isEqualTo(2);
    }

    @Test
    void aShadowDenialIsAnAllowedDecisionAndCounted() {
        decided("/admin", reported(Reason.FORBIDDEN, "requires"), 1);
        assertThat(decisions("/admin*", "allowed", "none", "none").count()).isEqualTo(1);
        assertThat(count("sentinel.shadow.denials", "action", "/admin*", "reason", "forbidden", "rule", "requires"))
                .isEqualTo(1);
    }

    @Test
    void violationsAreCountedByTheScopeOfTheLimit() {
        decided("/pay", limited("money", Scope.USER), 1);
        decided("/pay", limited("money", Scope.MEMBER), 1);
        decided("/pay", limited("money", Scope.SPACE_MEMBER), 1);
        decided("/pay", new Denied(Reason.RATE_LIMITED, "money", Scope.USER, null, 0L, null, null, null), 1);
        decided("/pay", limited("money", Scope.USER).asAlbumPart(), 1);
        Denied duplicate = new Denied(Reason.DUPLICATE, "debounce", Scope.USER, null, null, null, null, null);
        decided(request("/pay"), duplicate, 1);
        assertThat(count("sentinel.violations", "action", "/pay", "rule", "money", "scope", "user"))
                .isEqualTo(1);
        assertThat(count("sentinel.violations", "action", "/pay", "rule", "money", "scope", "member"))
                .isEqualTo(1);
        assertThat(count("sentinel.violations", "action", "/pay", "rule", "money", "scope", "space-member"))
                .isEqualTo(1);
        assertThat(registry.find("sentinel.violations").counters()).hasSize(3);
    }

    @Test
    void accessIsGrantedByWhateverCameThroughAnEnforcedRequirement() {
        decided("/pay", ALLOWED, 1);
        decided("/pay", allowed(Passage.ALBUM), 1);
        decided("/pay", limited("money", Scope.USER), 1);
        decided("/pay", Denied.of(Reason.DUPLICATE, "debounce"), 1);
        assertThat(count("sentinel.access", "action", "/pay", "outcome", "granted", "reason", "none"))
                .isEqualTo(4);
    }

    @Test
    void accessIsNotGrantedByWhatWasNeverAsked() {
        decided("/pay", allowed(Passage.EXEMPT), 1);
        decided("/pay", Denied.of(Reason.BLOCKED, "blocklist"), 1);
        decided("/pay", Denied.of(Reason.UNAVAILABLE, "storage"), 1);
        decided("/admin", ALLOWED, 1);
        decided("/start", ALLOWED, 1);
        assertThat(count("sentinel.access", "action", "/pay", "outcome", "granted", "reason", "none"))
                .isZero();
        assertThat(registry.find("sentinel.access").counters()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"UNRESOLVED", "VETOED", "UNREGISTERED", "FORBIDDEN", "STEP_UP_REQUIRED"})
    void accessIsRefusedByItsReasons(Reason reason) {
        decided("/start", Denied.of(reason, "requires"), 1);
        assertThat(count("sentinel.access", "action", "*", "outcome", "refused", "reason", reason.label()))
                .isEqualTo(1);
    }

    @Test
    void eventsAreCounted() {
        Throwable cause = new IllegalStateException("test");
        Subject subject = new Subject("42");
        metrics.on(new Blocked(AT, subject, null, BlockSource.MANUAL, "anna", "spam"));
        metrics.on(new Blocked(AT, subject, AT, BlockSource.AUTOMATIC, "sentinel", "escalation"));
        metrics.on(new Blocked(AT, subject, AT, BlockSource.AUTOMATIC, "sentinel", "escalation"));
        metrics.on(new Unblocked(AT, subject, "anna", "sorry"));
        metrics.on(new SecurityEvent.BlockLost(AT, subject, AT, BlockSource.MANUAL));
        metrics.on(new LimitReset(AT, Owner.GLOBAL, null, "anna", ""));
        metrics.on(new PermitsRefunded(AT, Owner.GLOBAL, "money", 1, "anna", ""));
        metrics.on(new CooldownSet(AT, Owner.GLOBAL, "money", AT, "anna", ""));
        metrics.on(new ResolverFailed(AT, request("/pay"), cause));
        metrics.on(new StoreFailed(AT, cause));
        metrics.on(new StoreDegraded(AT, cause));
        metrics.on(new StoreRecovered(AT));
        metrics.on(new GuardFailed(AT, cause));
        metrics.on(new UpdateDropped(AT, request("/pay")));
        metrics.on(new HandlerFailed(AT, request("/pay"), cause, "7KQ2M9XD", ErrorKind.BUG));
        metrics.on(new PolicyChanged(AT));
        assertThat(count("sentinel.blocks", "source", "manual")).isEqualTo(1);
        assertThat(count("sentinel.blocks", "source", "automatic")).isEqualTo(2);
        assertThat(count("sentinel.handler.failures", "kind", "bug")).isEqualTo(1);
        assertThat(List.of(
                        "unblocks",
                        "blocks.lost",
                        "resolver.failures",
                        "store.failures",
                        "store.outages",
                        "store.recoveries",
                        "guard.failures",
                        "updates.dropped"))
                .allMatch(name -> count("sentinel." + name) == 1);
        assertThat(count("sentinel.policy.changes")).isEqualTo(1);
        assertThat(List.of("reset", "refund", "cooldown"))
                .allMatch(change -> count("sentinel.limit.changes", "change", change) == 1);
    }

    @Test
    void aClassifierThatMakesUpKindsMakesFewMeters() {
        for (int i = 0; i < 1000; i++) {
            ErrorKind madeUp = new ErrorKind("made up " + i);
            metrics.on(new HandlerFailed(AT, request("/pay"), new IllegalStateException(), "7KQ2M9XD", madeUp));
        }
        assertThat(registry.find("sentinel.handler.failures").counters()).hasSize(RuleTags.MAXIMUM + 2);
        assertThat(count("sentinel.handler.failures", "kind", "other")).isEqualTo(1000 - RuleTags.MAXIMUM);
    }

    @Test
    void answersAreWatched() {
        ResponseCounts counts = new ResponseCounts() {
            @Override
            public long sent() {
                return 1;
            }

            @Override
            public long silent() {
                return 5;
            }

            @Override
            public long failed() {
                return 2;
            }

            @Override
            public long repeated() {
                return 3;
            }

            @Override
            public long dropped() {
                return 4;
            }
        };
        metrics.watch(counts);
        List<String> outcomes = List.of("sent", "failed", "repeated", "dropped", "silent");
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(registry.get("sentinel.responses")
                                .tag("outcome", outcome)
                                .functionCounter()
                                .count())
                        .isEqualTo(outcomes.indexOf(outcome) + 1));
    }

    @Test
    void whatMayNeverHappenIsThereAtZero() {
        assertThat(registry.getMeters().stream().map(meter -> meter.getId().getName()))
                .containsExactlyInAnyOrder(
                        "sentinel.blocks",
                        "sentinel.blocks",
                        "sentinel.unblocks",
                        "sentinel.blocks.lost",
                        "sentinel.limit.changes",
                        "sentinel.limit.changes",
                        "sentinel.limit.changes",
                        "sentinel.resolver.failures",
                        "sentinel.store.failures",
                        "sentinel.store.outages",
                        "sentinel.store.recoveries",
                        "sentinel.updates.dropped",
                        "sentinel.guard.failures",
                        "sentinel.handler.failures",
                        "sentinel.policy.changes");
    }

    @Test
    void aQueueIsWatched() {
        EventQueue queue = EventQueue.to(event -> {});
        queue.close();
        metrics.watch("audit", queue);
        queue.on(new PolicyChanged(AT));
        queue.on(new PolicyChanged(AT));
        assertThat(registry.get("sentinel.events.dropped")
                        .tag("queue", "audit")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("sentinel.events.pending")
                        .tag("queue", "audit")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void twoGuardsInOneRegistryAreToldApartByTheirTags() {
        MeterRegistry shared = new SimpleMeterRegistry();
        SentinelMetrics shop = SentinelMetrics.to(shared, Tags.of("bot", "shop"));
        SentinelMetrics help = SentinelMetrics.to(shared, Tags.of("bot", "help"));
        shop.decided(request("/pay"), POLICY.effective("/pay"), ALLOWED, 1);
        help.decided(request("/pay"), POLICY.effective("/pay"), limited("money", Scope.USER), 1);
        help.on(new PolicyChanged(AT));
        assertThat(shared.getMeters()).allMatch(meter -> meter.getId().getTag("bot") != null);
        assertThat(shared.get("sentinel.policy.changes")
                        .tag("bot", "shop")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void whatTheRegistryRefusesIsTheDispatchersToContain() {
        MeterRegistry refusing = new SimpleMeterRegistry();
        refusing.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (id.getName().equals("sentinel.decisions")) {
                    throw new IllegalStateException("test");
                }
                return id;
            }
        });
        SentinelMetrics refused = SentinelMetrics.to(refusing);
        assertThatIllegalStateException()
                .isThrownBy(() -> refused.decided(request("/pay"), POLICY.effective("/pay"), ALLOWED, 1));
    }

    private void decided(String action, Decision decision, long nanos) {
        decided(request(action), decision, nanos);
    }

    private void decided(Request request, Decision decision, long nanos) {
        metrics.decided(request, POLICY.effective(request.action().name()), decision, nanos);
    }

    private Timer decisions(String action, String outcome, String reason, String rule) {
        return registry.get("sentinel.decisions")
                .tags("action", action, "outcome", outcome, "reason", reason, "rule", rule)
                .timer();
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private List<String> tagValues(String key) {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getTag(key))
                .filter(java.util.Objects::nonNull)
                .distinct()
                .toList();
    }
}
