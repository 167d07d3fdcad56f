package dev.botsentinel.cli.lint;

import dev.botsentinel.cli.worstcase.CallBound;
import dev.botsentinel.cli.worstcase.Deployment;
import dev.botsentinel.cli.worstcase.EntryKinds;
import dev.botsentinel.cli.worstcase.Population;
import dev.botsentinel.cli.worstcase.WorstCase;
import dev.botsentinel.policy.ActionPolicy;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Limits that everybody shares, and that one user alone can exhaust, so that he shuts out all others. */
final class SharedLimits {

    private static final int MOST_NAMED = 3;

    private final PolicySet policy;
    private final Declarations declarations;

    SharedLimits(PolicySet policy) {
        this.policy = policy;
        this.declarations = new Declarations(policy);
    }

    List<LintFinding> findings() {
        List<LintFinding> findings = new ArrayList<>();
        for (AppliedLimit limit : policy.limits()) {
            boolean shared = limit.scope() == Scope.GLOBAL && !limit.isShadow();
            if (shared && limit.limit().permits() > 0) {
                List<EffectivePolicy> spenders = policy.effective().stream()
                        .filter(entry -> entry.limits().contains(limit) && canExhaust(entry, limit))
                        .toList();
                if (!spenders.isEmpty()) {
                    findings.add(finding(limit, spenders));
                }
            }
        }
        return findings;
    }

    private boolean canExhaust(EffectivePolicy entry, AppliedLimit shared) {
        long capacity = shared.limit().burst() / shared.limit().cost();
        return EntryKinds.canHaveSubject(entry.entry()) && own(entry, shared).charged() >= capacity;
    }

    /** How much one user may spend within the shared limit's time, by the limits that aren't everybody's. */
    private static CallBound own(EffectivePolicy entry, AppliedLimit shared) {
        List<RateLimit> own = entry.limits().stream()
                .filter(limit -> limit.scope() != Scope.GLOBAL && !limit.isShadow())
                .map(AppliedLimit::limit)
                .toList();
        Policy alone = new Policy(own, null, null, null);
        PolicySet policy = PolicySet.builder()
                .action(entry.entry(), new ActionPolicy(null, alone))
                .build();
        return new WorstCase(policy, Population.anywhere(1), Deployment.SHARED)
                .of(entry.entry(), shared.limit().perMicros());
    }

    private LintFinding finding(AppliedLimit shared, List<EffectivePolicy> spenders) {
        String named = spenders.stream()
                .limit(MOST_NAMED)
                .map(entry -> Quote.of(entry.entry()) + " (" + amount(own(entry, shared)) + ")")
                .collect(Collectors.joining(", "));
        int more = spenders.size() - MOST_NAMED;
        return new LintFinding(
                LintCheck.ONE_TAKES_ALL,
                declarations.limit(spenders.get(0), shared),
                "one user alone can exhaust " + Quote.of(shared.id()) + " ("
                        + shared.limit().describe() + ") by " + named + (more > 0 ? " and " + more + " more" : "")
                        + ", in any " + shared.limit().describePeriod()
                        + "; all others are refused meanwhile: give these a limit with scope user that is stricter, or"
                        + " raise this one");
    }

    private static String amount(CallBound bound) {
        return bound.isBounded() ? String.format(Locale.ROOT, "%,d", bound.charged()) : "without bound";
    }
}
