package dev.botsentinel.guard;

import dev.botsentinel.access.AccessRule;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.request.Request;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refuses a vetoed subject, and a principal that lacks what the action requires. */
final class AccessLink implements Link {

    private static final String RULE = "requires";
    private static final Ruling.Refusal VETOED = new Ruling.Refusal(Reason.VETOED, RULE);

    /** Null if nothing is required. */
    private final @Nullable AccessRule rule;

    private final Mode mode;
    private final InstantSource time;

    AccessLink(Requirement requires, Map<String, Role> roles, InstantSource time) {
        this.rule = requires.isNone() ? null : AccessRule.of(requires, roles);
        this.mode = requires.mode();
        this.time = time;
    }

    @Override
    public void examine(Request request, Resolution resolution, Draft draft) {
        if (resolution instanceof Resolution.Vetoed) {
            draft.refuse(VETOED);
        } else if (rule != null) {
            lacking(rule, resolution).ifPresent(reason -> deny(reason, draft));
        }
    }

    private Optional<Reason> lacking(AccessRule required, Resolution resolution) {
        return resolution instanceof Resolution.Resolved resolved
                ? required.examine(resolved.principal(), time)
                : Optional.of(Reason.UNRESOLVED);
    }

    private void deny(Reason reason, Draft draft) {
        if (mode == Mode.SHADOW) {
            draft.report(new ShadowDenial(reason, RULE));
        } else {
            draft.refuse(new Ruling.Refusal(reason, RULE));
        }
    }
}
