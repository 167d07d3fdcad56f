package dev.botsentinel.guard;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that applies to an action, compiled into the links of a chain: blocklist, access, update ids and debounce, limits,
 * with own interceptors between. What doesn't apply has no link. Immutable, thread-safe.
 */
public final class Rules {

    /** The block and the fingerprint. Rarer ones make room for themselves. */
    private static final int STEPS_BESIDE_LIMITS = 2;

    private static final Link[] NONE = {};

    private final EffectivePolicy policy;
    private final @Nullable Escalation escalation;
    private final Link[] all;
    private final Link[] throughBlocklist;
    private final Link[] updateReplay;
    private final Link[] blocklistAndUpdateReplay;
    private final int usualSteps;

    /**
     * @param beforeBlocklist own interceptors before the blocklist
     * @param updateReplay null if update ids are not remembered
     * @param afterBlocklist the other links, with that for update ids in its place
     */
    Rules(
            EffectivePolicy policy,
            @Nullable Escalation escalation,
            List<Link> beforeBlocklist,
            Link blocklist,
            @Nullable Link updateReplay,
            List<Link> afterBlocklist) {
        this.policy = policy;
        this.escalation = escalation;
        this.throughBlocklist = append(beforeBlocklist, List.of(blocklist));
        this.all = append(List.of(throughBlocklist), afterBlocklist);
        this.updateReplay = updateReplay == null ? NONE : new Link[] {updateReplay};
        this.blocklistAndUpdateReplay = append(List.of(blocklist), List.of(this.updateReplay));
        this.usualSteps = policy.limits().size() + STEPS_BESIDE_LIMITS;
    }

    private static Link[] append(List<Link> first, List<Link> second) {
        Link[] both = first.toArray(new Link[first.size() + second.size()]);
        for (int i = 0; i < second.size(); i++) {
            both[first.size() + i] = second.get(i);
        }
        return both;
    }

    /** The policy that was compiled. */
    public EffectivePolicy policy() {
        return policy;
    }

    /** What all stages make of the request. */
    public Examination examine(Request request, Resolution resolution) {
        boolean offender = request.subject() != null && !request.impersonal();
        return examine(all, request, resolution, offender ? escalation : null);
    }

    /** What the blocklist, and whatever stands before it, make of the request: asked before the resolver is. */
    public Examination examineBlock(Request request) {
        return examine(throughBlocklist, request, Resolution.ANONYMOUS, null);
    }

    /** What is asked of an update that is never dropped: its update id, and the block if its exemption says so. */
    public Examination examineExempt(Request request) {
        Link[] asked = request.exemption() == Exemption.ALWAYS ? updateReplay : blocklistAndUpdateReplay;
        return examine(asked, request, Resolution.ANONYMOUS, null);
    }

    private Examination examine(Link[] links, Request request, Resolution resolution, @Nullable Escalation onDenied) {
        Draft draft = new Draft(usualSteps);
        for (Link link : links) {
            link.examine(request, resolution, draft);
            if (draft.isRefused()) {
                break;
            }
        }
        return draft.done(request, onDenied);
    }
}
