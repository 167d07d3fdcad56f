package dev.botsentinel.cli.lint;

import dev.botsentinel.policy.ActionPolicy;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import java.util.ArrayList;
import java.util.List;

/** Where in a file what applies to an entry is declared. */
final class Declarations {

    private static final ActionPolicy UNDECLARED = new ActionPolicy(null, Policy.EMPTY);

    private final PolicySet policy;

    Declarations(PolicySet policy) {
        this.policy = policy;
    }

    /** The path of an entry; the actions', if it isn't declared. */
    static List<String> entry(EffectivePolicy entry) {
        return List.of("actions", entry.entry());
    }

    /** The path of a limit of an entry. */
    List<String> limit(EffectivePolicy entry, AppliedLimit applied) {
        List<String> layer = layer(entry);
        List<RateLimit> own = limits(layer);
        boolean global = applied.isOfEveryAction() || limitIndex(own, applied) < 0;
        List<String> path = new ArrayList<>(global ? List.of("global") : layer);
        path.add("limits");
        path.add(Integer.toString(limitIndex(global ? policy.global() : own, applied)));
        return path;
    }

    /** Limits without a name are called by their place; those with one are equal wherever they are. */
    private static int limitIndex(List<RateLimit> limits, AppliedLimit applied) {
        int index = limits.indexOf(applied.limit());
        return index < 0 || applied.limit().name() != null
                ? index
                : Integer.parseInt(applied.id().substring(applied.id().lastIndexOf('#') + 1));
    }

    /** The layer that an entry's limits are from. */
    private List<String> layer(EffectivePolicy entry) {
        ActionPolicy action = policy.actions().getOrDefault(entry.entry(), UNDECLARED);
        if (action.own().limits() != null) {
            return entry(entry);
        }
        Policy used = action.use() == null ? null : policy.policies().get(action.use());
        return used != null && used.limits() != null && action.use() != null
                ? List.of("policies", action.use())
                : List.of("defaults");
    }

    private List<RateLimit> limits(List<String> layer) {
        Policy said = switch (layer.get(0)) {
            case "actions" ->
                policy.actions().getOrDefault(layer.get(1), UNDECLARED).own();
            case "policies" -> policy.policies().getOrDefault(layer.get(1), Policy.EMPTY);
            default -> policy.defaults();
        };
        return said.limits() == null ? List.of() : said.limits();
    }
}
