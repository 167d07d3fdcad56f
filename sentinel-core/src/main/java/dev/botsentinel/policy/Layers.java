package dev.botsentinel.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Resolves the layers of a policy: an entry's own keys, the policy that it uses, the defaults. */
final class Layers {

    private Layers() {}

    /**
     * What applies to each entry, {@code *} included, whether or not it is declared.
     *
     * @param policy has been checked: what its entries use is there
     */
    static ActionTable<EffectivePolicy> resolve(PolicySet policy) {
        Map<String, EffectivePolicy> entries = new LinkedHashMap<>();
        policy.actions().forEach((entry, action) -> entries.put(entry, resolve(policy, entry, action)));
        entries.computeIfAbsent(PolicySet.ANY, entry -> resolve(policy, entry, new ActionPolicy(null, Policy.EMPTY)));
        return ActionTable.of(entries);
    }

    private static EffectivePolicy resolve(PolicySet policy, String entry, ActionPolicy action) {
        Policy used = action.use() == null
                ? Policy.EMPTY
                : Objects.requireNonNull(policy.policies().get(action.use()));
        Policy layered = action.own().over(used).over(policy.defaults());
        return new EffectivePolicy(
                entry,
                limits(policy, entry, layered),
                layered.debounce() == null ? Debounce.OFF : layered.debounce(),
                layered.requires() == null ? Requirement.NONE : layered.requires(),
                layered.escalates());
    }

    /** The limits of a layer as those of an entry, then the global ones; one per identity. */
    static List<AppliedLimit> limits(PolicySet policy, String entry, Policy layer) {
        Map<String, AppliedLimit> limits = new LinkedHashMap<>();
        List<RateLimit> own = layer.limits() == null ? List.of() : layer.limits();
        for (int i = 0; i < own.size(); i++) {
            AppliedLimit limit = AppliedLimit.of(entry, i, own.get(i));
            limits.putIfAbsent(limit.key(), limit);
        }
        for (int i = 0; i < policy.global().size(); i++) {
            AppliedLimit limit = AppliedLimit.ofGlobal(i, policy.global().get(i));
            limits.putIfAbsent(limit.key(), limit);
        }
        return List.copyOf(limits.values());
    }
}
