package dev.botsentinel.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.policy.ActionTable;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy compiled: a {@link Route} for each of its entries. When a request comes, nothing is looked up by name but its
 * action. Thread-safe.
 */
public final class Routes {

    /** How many plans with steps of own interceptors stay prepared: their values may be new with every update. */
    private static final int MOST_IMPROVISED = 1_000;

    private static final long NEVER = -1;

    private final PolicySet policy;
    private final Placement placement;
    private final PlacedInterceptors own;
    private final ChosenLimits chosen;
    private final List<List<AppliedLimit>> chosenLimits = new ArrayList<>();
    private final SentinelStore store;
    private final FingerprintKey fingerprintKey;
    private final EventDispatcher events;
    private final InstantSource time;
    private final IdSet listed;
    private final IdSet trustedSubjects;
    /** The roles that are, or inherit, a trusted one. */
    private final Set<String> trustedRoles;

    private final long staleAfterMicros;
    private final boolean asksShadowBlocks;
    private final long updateReplayMicros;
    private final ActionTable<Route> table;
    private final Cache<Plan, PreparedPlan> improvised = Caffeine.newBuilder()
            .maximumSize(MOST_IMPROVISED)
            .executor(Runnable::run)
            .build();

    /**
     * Compiles a policy.
     *
     * @param placement the application's own interceptors
     * @param chosen the limits by principal
     * @param store what the plans are prepared for
     * @param events told of decisions
     * @param time the time at which the age of a step-up is taken
     * @throws IllegalArgumentException if limits can be chosen that the policy doesn't have, or that have no names
     */
    public Routes(
            PolicySet policy,
            Placement placement,
            ChosenLimits chosen,
            SentinelStore store,
            EventDispatcher events,
            InstantSource time) {
        this.policy = policy;
        this.placement = placement;
        this.own = PlacedInterceptors.of(placement);
        this.chosen = chosen;
        this.store = store;
        this.fingerprintKey = store.fingerprintKey();
        this.events = events;
        this.time = time;
        this.listed = new IdSet(policy.blocked());
        this.trustedSubjects = new IdSet(policy.trusted().subjects());
        this.trustedRoles =
                AccessRule.rolesThatHold(policy.roles(), policy.trusted().roles()::contains);
        this.staleAfterMicros = policy.stale() == null ? NEVER : policy.stale().afterMicros();
        Escalation escalation = policy.escalation();
        this.asksShadowBlocks = escalation != null && escalation.mode() == Mode.SHADOW;
        this.updateReplayMicros =
                policy.updateReplay() == null ? 0 : policy.updateReplay().windowMicros();
        chosen.policies().forEach(name -> chosenLimits.add(policy.limitsOf(name)));
        AccessRules rules = new AccessRules(policy);
        this.table = policy.table().map(entry -> new Route(this, entry, withChosen(entry), rules.of(entry.requires())));
    }

    /** All limits that a decision on the entry can name, so that metrics know them: still the policy's own words. */
    private EffectivePolicy withChosen(EffectivePolicy entry) {
        if (chosenLimits.isEmpty()) {
            return entry;
        }
        Set<AppliedLimit> all = new LinkedHashSet<>(entry.limits());
        chosenLimits.forEach(all::addAll);
        return new EffectivePolicy(
                entry.entry(), List.copyOf(all), entry.debounce(), entry.requires(), entry.escalates());
    }

    /** The policy that was compiled. */
    public PolicySet policy() {
        return policy;
    }

    /** What applies to a request. */
    Route find(Request request) {
        String action = request.actionName();
        Route route = table.ofActionAlone(action);
        return route != null ? route : table.find(table.looksBeyond(action) ? request.path() : action);
    }

    /**
     * What applies, entry by entry, in words for people: they may change.
     *
     * @param resolves whether the guard resolves principals
     */
    public String explain(boolean resolves) {
        return new ChainText(policy, placement, chosen.policies(), resolves).ofAll();
    }

    /** What applies to an action, in words for people: they may change. */
    public String explain(String action, boolean resolves) {
        return new ChainText(policy, placement, chosen.policies(), resolves).of(action);
    }

    // What all routes share

    PlacedInterceptors own() {
        return own;
    }

    /**
     * What the storage makes of the plan.
     *
     * @throws StoreFailure if it can't
     */
    PreparedPlan prepare(Plan plan) {
        try {
            return Objects.requireNonNull(store.prepare(plan), "the storage prepared null");
        } catch (Throwable failure) {
            throw new StoreFailure(failure);
        }
    }

    FingerprintKey fingerprintKey() {
        return fingerprintKey;
    }

    DecisionListener[] listeners(EffectivePolicy entry) {
        return events.prepare(entry);
    }

    InstantSource time() {
        return time;
    }

    /** The subjects and chats that the policy blocks. */
    IdSet listed() {
        return listed;
    }

    /** Whether the update was sent too long ago. */
    boolean isStale(Request request) {
        return staleAfterMicros != NEVER && request.isOlderThan(staleAfterMicros, Micros.of(time.instant()));
    }

    /** Whether limits and debounce spare anybody. */
    boolean trustsSome() {
        return !trustedSubjects.isEmpty() || !trustedRoles.isEmpty();
    }

    boolean isTrustedSubject(Request request) {
        return trustedSubjects.hasSubjectOf(request);
    }

    /** Whether limits and debounce spare the request. */
    boolean isTrusted(Request request, Resolution who) {
        return isTrustedSubject(request)
                || (!trustedRoles.isEmpty()
                        && who instanceof Resolution.Resolved resolved
                        && !Collections.disjoint(resolved.principal().roles(), trustedRoles));
    }

    boolean asksShadowBlocks() {
        return asksShadowBlocks;
    }

    long updateReplayMicros() {
        return updateReplayMicros;
    }

    /** The policies whose limits the application can choose. */
    List<String> chosen() {
        return chosen.policies();
    }

    /** Whose limits the application chooses: 0 for the entry's own, else counted from 1 in {@link #chosen()}. */
    int choice(Request request, Principal principal) {
        String name = chosen.chooser().choose(request, principal);
        if (name == null) {
            return 0;
        }
        int index = chosen.policies().indexOf(name);
        if (index < 0) {
            throw chosen.unknown(name);
        }
        return index + 1;
    }

    /** The limits of the chosen policy, counted from 1. */
    List<AppliedLimit> chosenLimits(int choice) {
        return chosenLimits.get(choice - 1);
    }

    Check improvised(Plan plan, Passage passage) {
        return Check.of(plan, wanted -> improvised.get(wanted, this::prepare), passage);
    }

    /** Access rules, the same one for equal requirements: entries are many, requirements few. */
    private static final class AccessRules {

        private final PolicySet policy;
        private final Map<Requirement, AccessRule> made = new HashMap<>();

        AccessRules(PolicySet policy) {
            this.policy = policy;
        }

        @Nullable
        AccessRule of(Requirement requirement) {
            return requirement.isNone()
                    ? null
                    : made.computeIfAbsent(requirement, wanted -> AccessRule.of(wanted, policy.roles()));
        }
    }
}
