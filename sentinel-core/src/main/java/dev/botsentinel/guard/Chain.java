package dev.botsentinel.guard;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Action;
import dev.botsentinel.store.FingerprintKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy compiled, entry by entry, into the links that examine requests. Nothing is looked up or defaulted when a
 * request comes but the entry that its action falls under. Immutable, thread-safe.
 */
public final class Chain {

    private final PolicySet policy;
    private final Placement own;
    private final FingerprintKey key;
    private final InstantSource time;
    private final ChosenLimits chosen;
    private final Map<String, Link> limitsByPolicy = new HashMap<>();
    private final Link blocklist;
    private final @Nullable Link updateReplay;
    private final IdentityHashMap<EffectivePolicy, Rules> rules = new IdentityHashMap<>();

    private Chain(PolicySet policy, Placement own, ChosenLimits chosen, FingerprintKey key, InstantSource time) {
        this.policy = policy;
        this.own = own;
        this.chosen = chosen;
        this.key = key;
        this.time = time;
        this.blocklist = new BlocklistLink(policy);
        this.updateReplay = policy.updateReplay() == null ? null : new UpdateReplayLink(policy.updateReplay());
        chosen.policies().forEach(name -> limitsByPolicy.put(name, new LimitLink(policy.limitsOf(name))));
        policy.effective().forEach(effective -> rules.put(effective, compile(effective)));
    }

    /**
     * Compiles a policy.
     *
     * @param own the application's own interceptors
     * @param chosen the limits by principal
     * @param key the key of content fingerprints
     * @param time the time at which the age of a step-up is taken
     * @throws IllegalArgumentException if limits can be chosen that the policy doesn't have, or that have no names
     */
    public static Chain compile(
            PolicySet policy, Placement own, ChosenLimits chosen, FingerprintKey key, InstantSource time) {
        return new Chain(policy, own, chosen, key, time);
    }

    /** The whole chain, in order, for one entry. */
    private Rules compile(EffectivePolicy effective) {
        List<Link> links = new ArrayList<>(own(own.after(Stage.BLOCKLIST), effective));
        links.addAll(own(own.before(Stage.ACCESS), effective));
        links.add(new AccessLink(effective.requires(), policy.roles(), time));
        links.addAll(own(own.after(Stage.ACCESS), effective));
        links.addAll(own(own.before(Stage.DEBOUNCE), effective));
        if (updateReplay != null) {
            links.add(updateReplay);
        }
        Debounce debounce = effective.debounce();
        if (!debounce.isOff()) {
            links.add(new DebounceLink(debounce, key));
        }
        links.addAll(own(own.after(Stage.DEBOUNCE), effective));
        links.addAll(own(own.before(Stage.LIMITS), effective));
        Link limits = new LimitLink(effective.limits());
        links.add(chosen.isNone() ? limits : new ChosenLimitsLink(chosen, limits, limitsByPolicy));
        links.addAll(own(own.after(Stage.LIMITS), effective));
        List<Link> first = own(own.before(Stage.BLOCKLIST), effective, false);
        return new Rules(withChosen(effective), policy.escalation(), first, blocklist, updateReplay, links);
    }

    /** All limits that a decision on the entry can name, so that metrics know them: still the policy's own words. */
    private EffectivePolicy withChosen(EffectivePolicy effective) {
        if (chosen.isNone()) {
            return effective;
        }
        Set<AppliedLimit> all = new LinkedHashSet<>(effective.limits());
        chosen.policies().forEach(name -> all.addAll(policy.limitsOf(name)));
        return new EffectivePolicy(effective.entry(), List.copyOf(all), effective.debounce(), effective.requires());
    }

    private static List<Link> own(List<Interceptor> interceptors, EffectivePolicy effective) {
        return own(interceptors, effective, true);
    }

    private static List<Link> own(List<Interceptor> interceptors, EffectivePolicy effective, boolean isKnown) {
        return interceptors.stream()
                .<Link>map(interceptor -> new OwnLink(interceptor, effective, isKnown))
                .toList();
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
        return new ChainText(policy, own, chosen.policies(), resolves).ofAll();
    }

    /** What applies to an action, in words for people: they may change. */
    public String explain(String action, boolean resolves) {
        return new ChainText(policy, own, chosen.policies(), resolves).of(action);
    }

    /** What applies to the action. */
    public Rules rules(Action action) {
        return Objects.requireNonNull(rules.get(policy.effective(action.name())), "every entry is compiled");
    }
}
