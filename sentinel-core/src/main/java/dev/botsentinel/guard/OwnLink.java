package dev.botsentinel.guard;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.request.Request;
import java.util.Objects;

/**
 * An interceptor of the application's.
 *
 * @param isKnown whether it sees the principal: before the blocklist nobody is known yet, whether or not a principal is
 *     cached, because ranks must not depend on it
 */
record OwnLink(Interceptor interceptor, EffectivePolicy policy, boolean isKnown) implements Link {

    @Override
    public void examine(Request request, Resolution resolution, Draft draft) {
        Call call = new Call(request, policy, isKnown ? resolution : Resolution.ANONYMOUS);
        Ruling ruling = Objects.requireNonNull(interceptor.examine(call), "an interceptor answered null");
        if (ruling instanceof Ruling.Steps added) {
            added.steps().forEach(draft::add);
        } else if (ruling instanceof Ruling.Refusal refusal) {
            draft.refuse(refusal);
        } else if (ruling instanceof Ruling.Report report) {
            draft.report(report.denial());
        }
    }
}
