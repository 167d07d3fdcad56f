package dev.botsentinel.guard;

import dev.botsentinel.decision.Reason;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Subject;
import java.util.Set;

/** Refuses whom the policy blocks; has the storage refuse whom an administrator or the escalation blocked. */
final class BlocklistInterceptor implements Interceptor {

    private static final Ruling REFUSED = new Ruling.Refusal(Reason.BLOCKED, "blocklist");
    private static final Ruling ASK = Ruling.steps(Step.NotBlocked.ENFORCE);
    private static final Ruling ASK_WITH_SHADOW = Ruling.steps(Step.NotBlocked.ENFORCE, Step.NotBlocked.SHADOW);

    private final Set<String> blocked;
    private final Ruling ask;

    BlocklistInterceptor(PolicySet policy) {
        Escalation escalation = policy.escalation();
        this.blocked = Set.copyOf(policy.blocked());
        this.ask = escalation != null && escalation.mode() == Mode.SHADOW ? ASK_WITH_SHADOW : ASK;
    }

    @Override
    public Ruling examine(Call call) {
        Subject subject = call.request().subject();
        if (subject == null) {
            return Ruling.PASS;
        }
        return blocked.contains(subject.id()) ? REFUSED : ask;
    }
}
