package dev.botsentinel.micrometer;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one entry of one policy, at hand without a look-up by tags: what is allowed costs a field, what is denied
 * a map from its rule. Thread-safe.
 */
final class ActionMeters implements DecisionListener {

    private static final String ALLOWED = "allowed";
    private static final String DENIED = "denied";

    private final Meters meters;
    private final RuleTags ownRules;
    private final String action;
    private final Set<String> rules;
    private final Timer checked;
    private final Map<Passage, Timer> exceptional = new ConcurrentHashMap<>();
    private final @Nullable Counter granted;
    private final Map<Reason, Map<String, Timer>> denied = perReason();
    private final Map<Reason, Map<String, Counter>> shadow = perReason();
    private final Map<Scope, Map<String, Counter>> violations = perSubjectScope();

    ActionMeters(EffectivePolicy policy, Meters meters, RuleTags ownRules) {
        this.meters = meters;
        this.ownRules = ownRules;
        this.action = policy.entry();
        this.rules = RuleTags.of(policy);
        this.checked = timerOf(Passage.CHECKED);
        this.granted = !policy.requires().isNone() && policy.requires().mode() == Mode.ENFORCE
                ? meters.access(action, "granted", Meters.NONE)
                : null;
    }

    private static <M> Map<Reason, Map<String, M>> perReason() {
        Map<Reason, Map<String, M>> perReason = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            perReason.put(reason, new ConcurrentHashMap<>());
        }
        return perReason;
    }

    private static Map<Scope, Map<String, Counter>> perSubjectScope() {
        Map<Scope, Map<String, Counter>> perScope = new EnumMap<>(Scope.class);
        for (Scope scope : Scope.values()) {
            if (scope.needsSubject()) {
                perScope.put(scope, new ConcurrentHashMap<>());
            }
        }
        return perScope;
    }

    @Override
    public void decided(Request request, EffectivePolicy policy, Decision decision, long nanos) {
        if (decision instanceof Allowed allowed) {
            allowed(allowed, nanos);
        } else {
            denied((Denied) decision, nanos);
        }
    }

    private void allowed(Allowed decision, long nanos) {
        if (decision.degraded()) {
            meters.degraded(action, ALLOWED).increment();
        }
        Passage passage = decision.passage();
        Timer timer = passage == Passage.CHECKED ? checked : exceptional(passage);
        timer.record(nanos, TimeUnit.NANOSECONDS);
        if (granted != null && passage != Passage.EXEMPT) {
            granted.increment();
        }
        List<ShadowDenial> reported = decision.shadow();
        for (int i = 0; i < reported.size(); i++) {
            shadow(reported.get(i)).increment();
        }
    }

    private Timer exceptional(Passage passage) {
        Timer known = exceptional.get(passage);
        return known != null ? known : exceptional.computeIfAbsent(passage, this::timerOf);
    }

    private Timer timerOf(Passage passage) {
        String reason = switch (passage) {
            case CHECKED -> Meters.NONE;
            case EXEMPT -> "exempt";
            case ALBUM -> "album";
            case TRUSTED -> "trusted";
        };
        return meters.decisions(action, ALLOWED, reason, Meters.NONE);
    }

    private void denied(Denied decision, long nanos) {
        if (decision.degraded()) {
            meters.degraded(action, DENIED).increment();
        }
        Reason reason = decision.reason();
        timerOf(reason, decision.rule()).record(nanos, TimeUnit.NANOSECONDS);
        switch (reason) {
            case UNRESOLVED, VETOED, UNREGISTERED, FORBIDDEN, STEP_UP_REQUIRED ->
                meters.access(action, "refused", reason.label()).increment();
            case DUPLICATE -> passedAccess();
            case RATE_LIMITED -> {
                passedAccess();
                violated(decision);
            }
            case BLOCKED, STALE, UNAVAILABLE -> {}
        }
    }

    /** Whatever comes after access was let through there. */
    private void passedAccess() {
        if (granted != null) {
            granted.increment();
        }
    }

    private void violated(Denied decision) {
        Scope scope = decision.scope();
        Map<String, Counter> ofScope = scope == null ? null : violations.get(scope);
        if (scope != null && ofScope != null && decision.isViolation()) {
            violationsOf(ofScope, scope, decision.rule()).increment();
        }
    }

    private Counter violationsOf(Map<String, Counter> ofScope, Scope scope, String rule) {
        Counter known = ofScope.get(rule);
        return known != null
                ? known
                : ofScope.computeIfAbsent(tag(rule), tag -> meters.violations(action, tag, scope.label()));
    }

    private Timer timerOf(Reason reason, String rule) {
        Map<String, Timer> ofReason = Objects.requireNonNull(denied.get(reason));
        Timer known = ofReason.get(rule);
        return known != null
                ? known
                : ofReason.computeIfAbsent(tag(rule), tag -> meters.decisions(action, DENIED, reason.label(), tag));
    }

    private Counter shadow(ShadowDenial denial) {
        String reason = denial.reason().label();
        return Objects.requireNonNull(shadow.get(denial.reason()))
                .computeIfAbsent(tag(denial.rule()), tag -> meters.shadowDenials(action, reason, tag));
    }

    /** What a rule is counted under. Those that outsiders could make up are one, so that maps stay as small as the policy. */
    private String tag(String rule) {
        return rules.contains(rule) ? rule : ownRules.ofOwn(rule);
    }
}
