package dev.botsentinel.guard;

import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Has the storage take the permits. The steps of an entry depend only on which ids an update has, so all four cases are
 * compiled beforehand.
 */
final class LimitInterceptor implements Interceptor {

    private final IdentityHashMap<EffectivePolicy, Ruling[]> rulings = new IdentityHashMap<>();

    LimitInterceptor(PolicySet policy) {
        policy.effective().forEach(effective -> rulings.put(effective, compile(effective)));
    }

    private static Ruling[] compile(EffectivePolicy policy) {
        Ruling[] cases = new Ruling[4];
        for (int ids = 0; ids < cases.length; ids++) {
            List<Step> steps = new ArrayList<>();
            Set<List<Object>> charged = new HashSet<>();
            for (AppliedLimit limit : policy.limits()) {
                AppliedLimit applied = limit.inEffect((ids & 1) != 0, (ids & 2) != 0);
                if (charged.add(List.of(applied.key(), applied.scope()))) {
                    steps.add(new Step.TakePermits(applied));
                }
            }
            cases[ids] = steps.isEmpty() ? Ruling.PASS : new Ruling.Steps(steps);
        }
        return cases;
    }

    @Override
    public Ruling examine(Call call) {
        Request request = call.request();
        Ruling[] cases = Objects.requireNonNull(rulings.get(call.policy()), "the policy is not of this chain");
        return cases[(request.subject() != null ? 1 : 0) | (request.chat() != null ? 2 : 0)];
    }
}
