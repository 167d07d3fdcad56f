package dev.botsentinel.micrometer;

import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import java.util.List;

/** A policy, and decisions as the chain makes them. */
final class Decided {

    static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.perMinute(10)))
            .action("/pay", Policy.limits(RateLimit.perMinute(3).named("money")).requires(Requirement.REGISTERED))
            .action("/admin*", Policy.EMPTY.requires(Requirement.role("admin").shadow()))
            .role("admin", dev.botsentinel.policy.Role.of())
            .build();

    static final Allowed ALLOWED = new Allowed(Passage.CHECKED, List.of(), List.of());

    private Decided() {}

    static Request request(String action) {
        return Request.builder(action).subject("42").chat("-100").build();
    }

    static Allowed allowed(Passage passage) {
        return new Allowed(passage, List.of(), List.of());
    }

    static Allowed reported(Reason reason, String rule) {
        return new Allowed(Passage.CHECKED, List.of(), List.of(new ShadowDenial(reason, rule)));
    }

    static Allowed degraded() {
        return new Allowed(Passage.CHECKED, List.of(), List.of(), true);
    }

    /** A violation. */
    static Denied limited(String rule, Scope scope) {
        return new Denied(Reason.RATE_LIMITED, rule, scope, null, 0L, null, null, null).asViolation();
    }
}
