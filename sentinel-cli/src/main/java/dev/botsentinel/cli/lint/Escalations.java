package dev.botsentinel.cli.lint;

import dev.botsentinel.cli.worstcase.EntryKinds;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import java.util.List;

/** Whether anybody can be blocked by the escalation: a violation is a denial by a limit of the subject's own. */
final class Escalations {

    private final PolicySet policy;
    private final BeatenLimits beaten;

    Escalations(PolicySet policy) {
        this.policy = policy;
        this.beaten = new BeatenLimits(policy);
    }

    List<LintFinding> findings() {
        if (policy.escalation() == null || policy.effective().stream().anyMatch(this::canOffend)) {
            return List.of();
        }
        return List.of(LintFinding.of(
                LintCheck.IDLE_ESCALATION,
                "nobody can ever be blocked, because no limit of a subject's own (scope user, member or space-member) can"
                        + " refuse a request in a way that counts as a violation; a flood goes on for ever: add such a"
                        + " limit, or say escalates: true where it counts",
                "escalation"));
    }

    private boolean canOffend(EffectivePolicy entry) {
        boolean counts = entry.escalates() == null ? EntryKinds.canBeRequests(entry.entry()) : entry.escalates();
        return counts && entry.limits().stream().anyMatch(limit -> isOwn(entry, limit));
    }

    private boolean isOwn(EffectivePolicy entry, AppliedLimit limit) {
        boolean own =
                limit.scope().needsSubject() || (limit.scope().needsChat() && EntryKinds.canLackChat(entry.entry()));
        return own && !limit.isShadow() && beaten.winner(entry, limit) == null;
    }
}
