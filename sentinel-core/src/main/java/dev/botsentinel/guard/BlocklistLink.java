package dev.botsentinel.guard;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.util.Set;

/** Refuses whom the policy blocks; has the storage refuse whom an administrator or the escalation blocked. */
final class BlocklistLink implements Link {

    private static final Ruling.Refusal REFUSED = new Ruling.Refusal(Reason.BLOCKED, "blocklist");

    private final Set<String> blocked;
    private final boolean asksShadow;

    BlocklistLink(PolicySet policy) {
        Escalation escalation = policy.escalation();
        this.blocked = Set.copyOf(policy.blocked());
        this.asksShadow = escalation != null && escalation.mode() == Mode.SHADOW;
    }

    @Override
    public void examine(Request request, Resolution resolution, Draft draft) {
        Subject subject = request.subject();
        if (subject == null) {
            return;
        }
        if (!blocked.isEmpty() && blocked.contains(subject.id())) {
            draft.refuse(REFUSED);
            return;
        }
        draft.add(Step.NotBlocked.ENFORCE);
        if (asksShadow) {
            draft.add(Step.NotBlocked.SHADOW);
        }
    }
}
