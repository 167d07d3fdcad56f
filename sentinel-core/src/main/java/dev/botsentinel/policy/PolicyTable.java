package dev.botsentinel.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds what applies to an action; every entry's layers are resolved when it is made. Immutable. */
final class PolicyTable {

    private final Map<String, EffectivePolicy> exact = new HashMap<>();
    private final List<PrefixEntry> prefixes = new ArrayList<>();

    private record PrefixEntry(String prefix, EffectivePolicy policy) {}

    /** @param policy has been checked: what its entries use is there */
    PolicyTable(PolicySet policy) {
        policy.actions().forEach((entry, action) -> {
            if (entry.endsWith(PolicySet.ANY)) {
                prefixes.add(new PrefixEntry(entry.substring(0, entry.length() - 1), resolve(policy, entry, action)));
            } else {
                exact.put(entry, resolve(policy, entry, action));
            }
        });
        if (!policy.actions().containsKey(PolicySet.ANY)) {
            ActionPolicy nothing = new ActionPolicy(null, Policy.EMPTY);
            prefixes.add(new PrefixEntry("", resolve(policy, PolicySet.ANY, nothing)));
        }
        prefixes.sort(Comparator.comparingInt((PrefixEntry entry) -> entry.prefix.length())
                .reversed());
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
                layered.requires() == null ? Requirement.NONE : layered.requires());
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

    EffectivePolicy effective(String action) {
        EffectivePolicy found = exact.get(action);
        if (found != null) {
            return found;
        }
        for (PrefixEntry entry : prefixes) {
            if (action.startsWith(entry.prefix)) {
                return entry.policy;
            }
        }
        throw new IllegalStateException("the entry * matches every action");
    }

    Collection<EffectivePolicy> effective() {
        List<EffectivePolicy> all = new ArrayList<>(exact.values());
        all.sort(Comparator.comparing(EffectivePolicy::entry));
        prefixes.forEach(entry -> all.add(entry.policy));
        return all;
    }
}
