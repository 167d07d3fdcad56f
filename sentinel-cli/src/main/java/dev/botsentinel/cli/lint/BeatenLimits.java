package dev.botsentinel.cli.lint;

import dev.botsentinel.cli.worstcase.LimitComparison;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits that make no difference, because beside them, wherever they apply, is another one that lets no more through than
 * they allow. For each pair of limits of an entry the comparison is arithmetic; a policy has at most 100,000 applied limits.
 */
final class BeatenLimits {

    private final PolicySet policy;
    private final Map<String, List<EffectivePolicy>> entries = new HashMap<>();

    BeatenLimits(PolicySet policy) {
        this.policy = policy;
        policy.effective()
                .forEach(entry -> entry.limits()
                        .forEach(limit -> entries.computeIfAbsent(limit.key(), any -> new ArrayList<>())
                                .add(entry)));
    }

    List<LintFinding> findings() {
        Declarations declarations = new Declarations(policy);
        List<LintFinding> findings = new ArrayList<>();
        for (EffectivePolicy entry : policy.effective()) {
            for (AppliedLimit limit : entry.limits()) {
                AppliedLimit winner = winner(entry, limit);
                if (winner != null) {
                    findings.add(new LintFinding(
                            LintCheck.BEATEN_LIMIT,
                            declarations.limit(entry, limit),
                            "limit " + words(limit) + " makes no difference: what it would refuse, " + words(winner)
                                    + " refuses as well; whoever relies on it is mistaken: remove it, or make it"
                                    + " stricter"));
                }
            }
        }
        return findings;
    }

    private static String words(AppliedLimit limit) {
        return Quote.of(limit.id()) + " (" + limit.limit().describe() + ")";
    }

    /** The limit that refuses all that this one would; null if there is none. */
    @Nullable
    AppliedLimit winner(EffectivePolicy entry, AppliedLimit limit) {
        int place = entry.limits().indexOf(limit);
        for (int i = 0; i < entry.limits().size(); i++) {
            AppliedLimit other = entry.limits().get(i);
            if (i != place && beats(other, limit) && (i < place || !beats(limit, other))) {
                return other;
            }
        }
        return null;
    }

    private boolean beats(AppliedLimit other, AppliedLimit limit) {
        return !other.isShadow()
                && holdsForAllOf(other, limit)
                && LimitComparison.neverRefuses(limit.limit(), other.limit())
                && entries.getOrDefault(limit.key(), List.of()).stream()
                        .allMatch(entry -> entry.limits().contains(other));
    }

    private boolean holdsForAllOf(AppliedLimit other, AppliedLimit limit) {
        return policy.trusted().isNobody()
                || limit.limit().spareTrusted()
                || !other.limit().spareTrusted();
    }
}
