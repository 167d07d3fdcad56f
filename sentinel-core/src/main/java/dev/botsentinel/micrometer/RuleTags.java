package dev.botsentinel.micrometer;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.BuiltInRule;
import dev.botsentinel.policy.EffectivePolicy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which names may be tag values, rules' first of all: the chain's own, the policy's, and the first {@value #MAXIMUM} that interceptors of the
 * application name. An interceptor that makes up names can't make more meters. Thread-safe.
 */
final class RuleTags {

    /** How many rules of own interceptors are told apart. */
    static final int MAXIMUM = 32;

    /** The longest name of such a rule. */
    private static final int LONGEST = 64;

    private static final Set<String> BUILT_IN =
            Arrays.stream(BuiltInRule.values()).map(BuiltInRule::label).collect(Collectors.toUnmodifiableSet());

    private final Set<String> own = ConcurrentHashMap.newKeySet();

    /** The rules that a denial under this policy can name, own interceptors' aside. */
    static Set<String> of(EffectivePolicy policy) {
        Set<String> rules = new HashSet<>(BUILT_IN);
        policy.limits().stream().map(AppliedLimit::id).forEach(rules::add);
        return rules;
    }

    /** The tag value of a rule that the policy doesn't know. */
    String ofOwn(String rule) {
        if (own.contains(rule)) {
            return rule;
        }
        synchronized (this) {
            boolean room = rule.length() <= LONGEST && own.size() < MAXIMUM;
            return (room && own.add(rule)) || own.contains(rule) ? rule : Meters.OTHER;
        }
    }
}
