package dev.botsentinel.guard;

import dev.botsentinel.access.AccessRule;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicySet;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.Optional;

/** Refuses a vetoed subject, and a principal that lacks what the action requires. */
final class AccessInterceptor implements Interceptor {

    private static final String RULE = "requires";
    private static final Ruling VETOED = new Ruling.Refusal(Reason.VETOED, RULE);

    private final IdentityHashMap<EffectivePolicy, AccessRule> rules = new IdentityHashMap<>();
    private final InstantSource time;

    AccessInterceptor(PolicySet policy, InstantSource time) {
        this.time = time;
        policy.effective().stream()
                .filter(effective -> !effective.requires().isNone())
                .forEach(effective -> rules.put(effective, AccessRule.of(effective.requires(), policy.roles())));
    }

    @Override
    public Ruling examine(Call call) {
        Resolution resolution = call.resolution();
        if (resolution instanceof Resolution.Vetoed) {
            return VETOED;
        }
        AccessRule rule = rules.get(call.policy());
        if (rule == null) {
            return Ruling.PASS;
        }
        if (resolution instanceof Resolution.Resolved resolved) {
            Optional<Reason> lacking = rule.examine(resolved.principal(), time.instant());
            return lacking.isEmpty() ? Ruling.PASS : denial(call, lacking.get());
        }
        return denial(call, Reason.UNRESOLVED);
    }

    private static Ruling denial(Call call, Reason reason) {
        return call.policy().requires().mode() == Mode.SHADOW
                ? new Ruling.Report(new ShadowDenial(reason, RULE))
                : new Ruling.Refusal(reason, RULE);
    }
}
