package dev.botsentinel.guard;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.guard.Examination.LocalReport;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A policy compiled into stages: blocklist, access, update ids and debounce, limits, with own interceptors between.
 * Nothing is looked up or defaulted when a request comes. Immutable, thread-safe.
 */
public final class Chain {

    /** Block, update id, fingerprint and some limits: room for these is made at once. */
    private static final int USUAL_STEPS = 8;

    private final PolicySet policy;
    private final Placement own;
    private final List<Interceptor> throughBlocklist = new ArrayList<>();
    private final Interceptor blocklist;
    private final Interceptor updateReplay;
    private final List<Interceptor> stages = new ArrayList<>();

    private Chain(PolicySet policy, Placement own, FingerprintKey key, InstantSource time) {
        this.policy = policy;
        this.own = own;
        this.blocklist = new BlocklistInterceptor(policy);
        this.updateReplay = new UpdateReplayInterceptor(policy);
        Map<Stage, List<Interceptor>> builtIn = new EnumMap<>(Map.of(
                Stage.ACCESS, List.of(new AccessInterceptor(policy, time)),
                Stage.DEBOUNCE, List.of(updateReplay, new DebounceInterceptor(key)),
                Stage.LIMITS, List.of(new LimitInterceptor(policy))));
        own.before(Stage.BLOCKLIST).forEach(interceptor -> throughBlocklist.add(unresolved(interceptor)));
        throughBlocklist.add(blocklist);
        for (Stage stage : Stage.values()) {
            if (stage == Stage.BLOCKLIST) {
                stages.addAll(throughBlocklist);
            } else {
                stages.addAll(own.before(stage));
                stages.addAll(Objects.requireNonNull(builtIn.get(stage)));
            }
            stages.addAll(own.after(stage));
        }
    }

    /** Before the blocklist nobody is known yet, whether or not a principal is cached: ranks must not depend on it. */
    private static Interceptor unresolved(Interceptor own) {
        return call -> own.examine(new Call(call.request(), call.policy(), Resolution.ANONYMOUS));
    }

    /**
     * Compiles a policy.
     *
     * @param own the application's own interceptors
     * @param key the key of content fingerprints
     * @param time the time at which the age of a step-up is taken
     */
    public static Chain compile(PolicySet policy, Placement own, FingerprintKey key, InstantSource time) {
        return new Chain(policy, own, key, time);
    }

    /** The policy that was compiled. */
    public PolicySet policy() {
        return policy;
    }

    /**
     * What applies, entry by entry, in words for people: they may change.
     *
     * @param resolves whether the guard resolves principals
     */
    public String explain(boolean resolves) {
        return new ChainText(policy, own, resolves).ofAll();
    }

    /** What applies to an action, in words for people: they may change. */
    public String explain(String action, boolean resolves) {
        return new ChainText(policy, own, resolves).of(action);
    }

    /** What all stages make of the request. */
    public Examination examine(Request request, Resolution resolution) {
        return examine(stages, call(request, resolution), policy.escalation());
    }

    /** What the blocklist, and whatever stands before it, make of the request: asked before the resolver is. */
    public Examination examineBlock(Request request) {
        return examine(throughBlocklist, call(request, Resolution.ANONYMOUS), null);
    }

    /** What is asked of an update that is never dropped: its update id, and the block if its exemption says so. */
    public Examination examineExempt(Request request) {
        List<Interceptor> asked =
                request.exemption() == Exemption.ALWAYS ? List.of(updateReplay) : List.of(blocklist, updateReplay);
        return examine(asked, call(request, Resolution.ANONYMOUS), null);
    }

    private Call call(Request request, Resolution resolution) {
        EffectivePolicy effective = policy.effective(request.action().name());
        return new Call(request, effective, resolution);
    }

    private static Examination examine(List<Interceptor> stages, Call call, @Nullable Escalation escalation) {
        List<Step> steps = new ArrayList<>(USUAL_STEPS);
        List<LocalReport> reports = List.of();
        for (int i = 0; i < stages.size(); i++) {
            Ruling ruling = Objects.requireNonNull(stages.get(i).examine(call), "an interceptor answered null");
            if (ruling instanceof Ruling.Steps added) {
                for (int j = 0; j < added.steps().size(); j++) {
                    steps.add(added.steps().get(j));
                }
            } else if (ruling instanceof Ruling.Refusal refusal) {
                return new Examination(call.request(), List.copyOf(steps), refusal, List.of(), null);
            } else if (ruling instanceof Ruling.Report report) {
                reports = reports.isEmpty() ? new ArrayList<>() : reports;
                reports.add(new LocalReport(steps.size(), report.denial()));
            }
        }
        Request request = call.request();
        boolean offender = request.subject() != null && !request.impersonal();
        return new Examination(request, List.copyOf(steps), null, List.copyOf(reports), offender ? escalation : null);
    }
}
