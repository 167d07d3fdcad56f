package dev.botsentinel.policytest;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Request;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rules of a policy have decided something: an entry that an update fell under; a limit, debounce, requirement or other
 * rule that denied one, in shadow too. Bounded by the policy. Thread-safe.
 */
public final class RuleCoverage implements DecisionListener {

    /** What kinds of rules a policy has. */
    public enum Kind {
        ENTRY,
        LIMIT,
        DEBOUNCE,
        REQUIREMENT,
        /** A rule of the whole policy: {@code blocklist}, {@code escalation}, {@code stale}, {@code update-id}, {@code trusted}. */
        POLICY
    }

    /**
     * A rule.
     *
     * @param name the entry's name, a limit's as decisions have it, or what a rule of the whole policy is called
     */
    public record Rule(Kind kind, String name) {

        /** The rule for people: {@code limit /pay#0}, {@code debounce of /pay}. */
        public String describe() {
            return switch (kind) {
                case ENTRY -> "entry " + name;
                case LIMIT -> "limit " + name;
                case DEBOUNCE -> "debounce of " + name;
                case REQUIREMENT -> "requires of " + name;
                case POLICY -> name;
            };
        }
    }

    private static final String TRUSTED = "trusted";

    private final Map<Rule, Long> decided = new LinkedHashMap<>();

    /** Nothing has decided yet. */
    public RuleCoverage(PolicySet policy) {
        rules(policy).forEach(rule -> decided.put(rule, 0L));
    }

    private static Set<Rule> rules(PolicySet policy) {
        Set<Rule> rules = new LinkedHashSet<>();
        for (EffectivePolicy entry : policy.effective()) {
            rules.add(new Rule(Kind.ENTRY, entry.entry()));
            if (!entry.requires().isNone()) {
                rules.add(new Rule(Kind.REQUIREMENT, entry.entry()));
            }
            if (!entry.debounce().isOff()) {
                rules.add(new Rule(Kind.DEBOUNCE, entry.entry()));
            }
        }
        policy.limits().forEach(limit -> rules.add(new Rule(Kind.LIMIT, limit.id())));
        addIf(rules, !policy.blocked().isEmpty(), "blocklist");
        addIf(rules, policy.escalation() != null, "escalation");
        addIf(rules, policy.stale() != null, "stale");
        addIf(rules, policy.updateReplay() != null, "update-id");
        addIf(rules, !policy.trusted().isNobody(), TRUSTED);
        return rules;
    }

    private static void addIf(Set<Rule> rules, boolean has, String name) {
        if (has) {
            rules.add(new Rule(Kind.POLICY, name));
        }
    }

    @Override
    public synchronized void decided(Request request, EffectivePolicy policy, Decision decision, long nanos) {
        count(new Rule(Kind.ENTRY, policy.entry()));
        if (decision instanceof Denied denied) {
            count(rule(policy, denied.rule()));
            if (denied.blockedUntil() != null) {
                count(new Rule(Kind.POLICY, "escalation"));
            }
        } else if (decision instanceof Allowed allowed) {
            for (ShadowDenial denial : allowed.shadow()) {
                count(rule(policy, denial.rule()));
            }
            if (allowed.passage() == Passage.TRUSTED) {
                count(new Rule(Kind.POLICY, TRUSTED));
            }
        }
    }

    private static Rule rule(EffectivePolicy policy, String name) {
        return switch (name) {
            case "requires" -> new Rule(Kind.REQUIREMENT, policy.entry());
            case "debounce" -> new Rule(Kind.DEBOUNCE, policy.entry());
            case "blocklist", "escalation", "stale", "update-id" -> new Rule(Kind.POLICY, name);
            default -> new Rule(Kind.LIMIT, name);
        };
    }

    /** What isn't the policy's, such as a veto of the resolver's, is no rule of it. */
    private void count(Rule rule) {
        decided.computeIfPresent(rule, (known, count) -> count + 1);
    }

    /** All rules, entries first. */
    public synchronized List<Rule> rules() {
        return List.copyOf(decided.keySet());
    }

    /** The rules that never decided. */
    public synchronized List<Rule> never() {
        return decided.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How often a rule decided; 0 also for one that the policy doesn't have. */
    public synchronized long count(Kind kind, String name) {
        return decided.getOrDefault(new Rule(kind, name), 0L);
    }

    /** The share of rules that decided, 0 to 100, rounded down. Every policy has a rule: the entry {@code *}. */
    public int percent() {
        int all = rules().size();
        return (all - never().size()) * 100 / all;
    }
}
