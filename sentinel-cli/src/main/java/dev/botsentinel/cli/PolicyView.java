package dev.botsentinel.cli;

import dev.botsentinel.cli.ReportTally.EntryTally;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Trusted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongBiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A policy rule by rule, each with what it did in a replay.
 *
 * @param groups first the rules of every action, then entry by entry; no more than a page can show
 * @param more how many entries are left out
 */
record PolicyView(List<Group> groups, int more, Map<String, Long> appliedTo) {

    private static final int MOST_ENTRIES = 200;
    private static final int MOST_RULES = 100;
    private static final int MOST_NAMES = 10;

    /**
     * An entry of the policy and its rules.
     *
     * @param more how many rules are left out
     * @param note what it says and denies nothing by; empty if nothing
     */
    record Group(String name, long updates, List<Rule> rules, int more, String note) {

        static Group of(String name, long updates, List<Rule> rules, String note) {
            int shown = Math.min(rules.size(), MOST_RULES);
            return new Group(name, updates, List.copyOf(rules.subList(0, shown)), rules.size() - shown, note);
        }
    }

    /**
     * A rule.
     *
     * @param name as decisions call it
     * @param text what it says
     * @param denied what it denied in its group
     * @param inShadow what it would have denied in its group
     * @param fired whether it did either anywhere
     */
    record Rule(String name, String text, boolean shadow, long denied, long inShadow, boolean fired) {}

    static PolicyView of(ReportTally tally, Summary summary) {
        return new Reading(tally, summary).view();
    }

    /** How many updates a rule was there for. */
    long appliedTo(String rule) {
        return appliedTo.getOrDefault(rule, 0L);
    }

    /** How many rules never denied anything, not even in shadow. */
    long idle() {
        return groups.stream()
                .flatMap(group -> group.rules().stream())
                .filter(rule -> !rule.fired())
                .count();
    }

    private static final class Reading {

        private final ReportTally tally;
        private final Summary summary;
        private final PolicySet policy;
        private final Map<String, Long> appliedTo = new HashMap<>();
        private final Set<String> everywhere;
        private final Set<String> fired;

        Reading(ReportTally tally, Summary summary) {
            this.tally = tally;
            this.summary = summary;
            this.policy = tally.policy();
            this.everywhere = everywhere(policy);
            this.fired = summary.rules().stream().map(Summary.RuleCount::rule).collect(Collectors.toSet());
        }

        PolicyView view() {
            List<Group> groups = new ArrayList<>();
            groups.add(Group.of("every action", summary.allowed() + summary.denied(), ofEveryAction(), trusted()));
            policy.effective().forEach(entry -> groups.add(ofEntry(entry)));
            int shown = Math.min(groups.size(), MOST_ENTRIES + 1);
            return new PolicyView(List.copyOf(groups.subList(0, shown)), groups.size() - shown, appliedTo);
        }

        /** The keys of the limits under {@code global:}. */
        private static Set<String> everywhere(PolicySet policy) {
            Set<String> keys = new HashSet<>();
            for (AppliedLimit limit : policy.effective(PolicySet.ANY).limits()) {
                if (policy.global().contains(limit.limit())
                        && (limit.isOfEveryAction() || limit.limit().name() != null)) {
                    keys.add(limit.key());
                }
            }
            return keys;
        }

        private List<Rule> ofEveryAction() {
            List<Rule> rules = new ArrayList<>();
            if (!policy.blocked().isEmpty()) {
                rules.add(overall("blocklist", Numbers.count(policy.blocked().size(), "blocked id"), false));
            }
            Escalation escalation = policy.escalation();
            if (escalation != null) {
                rules.add(overall("escalation", text(escalation), escalation.mode() == Mode.SHADOW));
            }
            if (policy.stale() != null) {
                String age = Durations.text(policy.stale().after());
                rules.add(overall("stale", "sent more than " + age + " ago", false));
            }
            if (policy.updateReplay() != null) {
                rules.add(overall(
                        "update-id",
                        "the same update within "
                                + Durations.text(policy.updateReplay().window()),
                        false));
            }
            for (AppliedLimit limit : policy.effective(PolicySet.ANY).limits()) {
                if (everywhere.contains(limit.key())) {
                    rules.add(overall(limit.id(), limit.limit().describe(), limit.isShadow()));
                }
            }
            return rules;
        }

        private String trusted() {
            Trusted trusted = policy.trusted();
            if (trusted.isNobody()) {
                return "";
            }
            List<String> who = new ArrayList<>();
            if (!trusted.subjects().isEmpty()) {
                who.add(Numbers.count(trusted.subjects().size(), "subject"));
            }
            if (!trusted.roles().isEmpty()) {
                who.add("the roles " + names(trusted.roles(), ", "));
            }
            return "Limits and debounce spare " + String.join(", and ", who) + ": "
                    + Numbers.count(summary.allowed(Passage.TRUSTED), "update") + ".";
        }

        private String escalates(@Nullable Boolean escalates) {
            if (escalates == null || policy.escalation() == null) {
                return "";
            }
            return escalates
                    ? "Denials here are violations whatever the update is."
                    : "Denials here are no violations.";
        }

        private Rule overall(String name, String text, boolean shadow) {
            long denied = sum(name, EntryTally::denied);
            long inShadow = sum(name, EntryTally::inShadow);
            appliedTo.put(name, summary.allowed() + summary.denied());
            return new Rule(name, text, shadow, denied, inShadow, denied + inShadow > 0);
        }

        private Group ofEntry(EffectivePolicy entry) {
            List<Rule> rules = new ArrayList<>();
            if (!entry.requires().isNone()) {
                rules.add(ofEntry(
                        entry,
                        "requires",
                        text(entry.requires()),
                        entry.requires().mode() == Mode.SHADOW));
            }
            Debounce debounce = entry.debounce();
            if (!debounce.isOff()) {
                String text = "repeats within " + Durations.text(debounce.window());
                rules.add(ofEntry(entry, "debounce", text, debounce.mode() == Mode.SHADOW));
            }
            for (AppliedLimit limit : entry.limits()) {
                if (!everywhere.contains(limit.key())) {
                    rules.add(ofEntry(entry, limit.id(), limit.limit().describe(), limit.isShadow()));
                }
            }
            return Group.of(entry.entry(), tally.entry(entry.entry()).updates(), rules, escalates(entry.escalates()));
        }

        private Rule ofEntry(EffectivePolicy entry, String name, String text, boolean shadow) {
            EntryTally here = tally.entry(entry.entry());
            appliedTo.merge(name, here.updates(), Long::sum);
            long denied = here.denied(name);
            long inShadow = here.inShadow(name);
            boolean shared = !name.equals("requires") && !name.equals("debounce");
            boolean elsewhere = shared && fired.contains(name);
            return new Rule(name, text, shadow, denied, inShadow, denied + inShadow > 0 || elsewhere);
        }

        private long sum(String rule, ToLongBiFunction<EntryTally, String> counted) {
            return policy.effective().stream()
                    .mapToLong(entry -> counted.applyAsLong(tally.entry(entry.entry()), rule))
                    .sum();
        }
    }

    private static String text(Escalation escalation) {
        return Numbers.count(escalation.violations(), "violation") + " within " + Durations.text(escalation.within())
                + " block for "
                + escalation.block().stream().map(Durations::text).collect(Collectors.joining(", "))
                + (escalation.jitterPercent() == 0 ? "" : ", up to " + escalation.jitterPercent() + "% longer");
    }

    private static String text(Requirement requires) {
        List<String> asked = new ArrayList<>();
        if (requires.registered()) {
            asked.add("registered");
        }
        if (!requires.roles().isEmpty()) {
            asked.add("role " + names(requires.roles(), " or "));
        }
        if (!requires.permissions().isEmpty()) {
            asked.add("permission " + names(requires.permissions(), " and "));
        }
        if (requires.stepUp() != null) {
            asked.add("step-up within " + Durations.text(requires.stepUp()));
        }
        return String.join("; ", asked);
    }

    /** As {@link ReportPage#name} shows them, and no more than somebody reads. */
    private static String names(Collection<String> names, String between) {
        String shown = names.stream().limit(MOST_NAMES).map(ReportPage::name).collect(Collectors.joining(between));
        int more = names.size() - MOST_NAMES;
        return more > 0 ? shown + between + Numbers.number(more) + " more" : shown;
    }
}
