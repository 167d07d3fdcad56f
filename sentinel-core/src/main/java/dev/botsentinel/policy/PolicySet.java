package dev.botsentinel.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole policy: what the policy file, the builder and annotations end in. Immutable; valid by construction.
 *
 * <pre>{@code
 * PolicySet policy = PolicySet.builder()
 *         .defaults(Policy.limits(RateLimit.perMinute(10)).debounce(Duration.ofSeconds(2)))
 *         .policy("money", Policy.limits(RateLimit.perMinute(3).named("money")).requires(Requirement.REGISTERED))
 *         .action("/transfer", "money")
 *         .action("/start", Policy.noLimits().noDebounce())
 *         .build();
 * }</pre>
 */
public final class PolicySet {

    /** The entry of every action that no other entry matches. */
    public static final String ANY = "*";

    private final Policy defaults;
    private final Map<String, Policy> policies;
    private final Map<String, ActionPolicy> actions;
    private final List<RateLimit> global;
    private final Map<String, Role> roles;
    private final @Nullable Escalation escalation;
    private final @Nullable UpdateReplay updateReplay;
    private final @Nullable Stale stale;
    private final Trusted trusted;
    private final Set<String> blocked;

    /** Where entries were declared, if not in a file; no part of what the policy says. */
    private final Map<String, Source> sources;

    /** No part of what the policy says. */
    private final String origin;

    private final ActionTable<EffectivePolicy> table;

    private PolicySet(Builder builder) {
        this.defaults = builder.defaults;
        this.policies = Collections.unmodifiableMap(new LinkedHashMap<>(builder.policies));
        this.actions = Collections.unmodifiableMap(new LinkedHashMap<>(builder.actions));
        this.global = List.copyOf(builder.global);
        this.roles = Collections.unmodifiableMap(new LinkedHashMap<>(builder.roles));
        this.escalation = builder.escalation;
        this.updateReplay = builder.updateReplay;
        this.stale = builder.stale;
        this.trusted = builder.trusted;
        this.blocked = Collections.unmodifiableSet(new LinkedHashSet<>(builder.blocked));
        this.sources = Map.copyOf(builder.sources);
        this.origin = builder.origin;
        List<PolicyProblem> problems = new ArrayList<>(builder.problems);
        problems.addAll(PolicyCheck.problems(this, sources));
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        this.table = Layers.resolve(this);
    }

    /** A builder for a policy that says nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that has all of this policy already, to add to it. */
    public Builder toBuilder() {
        Builder builder = new Builder()
                .defaults(defaults)
                .escalation(escalation)
                .updateReplay(updateReplay)
                .stale(stale)
                .trusted(trusted);
        builder.policies.putAll(policies);
        builder.actions.putAll(actions);
        builder.global.addAll(global);
        builder.roles.putAll(roles);
        builder.blocked.addAll(blocked);
        builder.sources.putAll(sources);
        builder.origin =
                origin.equals(Builder.CODE) || origin.endsWith(Builder.AND_CODE) ? origin : origin + Builder.AND_CODE;
        return builder;
    }

    /**
     * All that applies to the action with this name or path: by the entry that matches the most characters, at a tie by the
     * one without a star. See {@link ActionTable}.
     */
    public EffectivePolicy effective(String path) {
        return table.find(path);
    }

    /** What applies, entry by entry, the undeclared {@code *} included; exact entries first. */
    public Collection<EffectivePolicy> effective() {
        return table.all();
    }

    /** What applies to which action. */
    public ActionTable<EffectivePolicy> table() {
        return table;
    }

    /** The lowest layer. */
    public Policy defaults() {
        return defaults;
    }

    /** All limits, once by identity: those of the entries, the global ones, and what named policies have that have names. */
    public Collection<AppliedLimit> limits() {
        Map<String, AppliedLimit> byKey = new LinkedHashMap<>();
        effective().forEach(entry -> entry.limits().forEach(limit -> byKey.putIfAbsent(limit.key(), limit)));
        policies.forEach((name, policy) -> Layers.limits(this, name, policy).stream()
                .filter(limit -> limit.limit().name() != null)
                .forEach(limit -> byKey.putIfAbsent(limit.key(), limit)));
        return Collections.unmodifiableCollection(byKey.values());
    }

    /**
     * The limits of a named policy in place of an action's own: its limits, then the global ones. The same for every
     * action, because each has a name.
     *
     * @throws IllegalArgumentException if there is no such policy, if it mentions no limits, or if one of them has no name
     */
    public List<AppliedLimit> limitsOf(String policyName) {
        Policy chosen = policies.get(policyName);
        if (chosen == null) {
            throw new IllegalArgumentException("no policy is called " + Quote.of(policyName) + "; "
                    + DidYouMean.hint(policyName, policies.keySet()));
        }
        if (chosen.limits() == null) {
            throw new IllegalArgumentException("the policy " + Quote.of(policyName)
                    + " mentions no limits to put in place of an action's; for none at all say limits: []");
        }
        if (chosen.limits().stream().anyMatch(limit -> limit.name() == null)) {
            throw new IllegalArgumentException(
                    "the policy " + Quote.of(policyName)
                            + " has a limit without a name; name all that stand in place of others, so that no two budgets mix");
        }
        return Layers.limits(this, ANY, chosen);
    }

    /** The named policies. */
    public Map<String, Policy> policies() {
        return policies;
    }

    /** The entries by action name, {@code prefix*} or {@code *}. */
    public Map<String, ActionPolicy> actions() {
        return actions;
    }

    /** The limits on top of every action. */
    public List<RateLimit> global() {
        return global;
    }

    /** The roles by name. */
    public Map<String, Role> roles() {
        return roles;
    }

    /** How denials grow into blocks; null for never. */
    public @Nullable Escalation escalation() {
        return escalation;
    }

    /** Whether and how long update ids are remembered; null for not. */
    public @Nullable UpdateReplay updateReplay() {
        return updateReplay;
    }

    /** From which age on updates are dropped; null for never. */
    public @Nullable Stale stale() {
        return stale;
    }

    /** Whom limits and debounce spare. */
    public Trusted trusted() {
        return trusted;
    }

    /** The ids of subjects and chats that are always blocked. */
    public Set<String> blocked() {
        return blocked;
    }

    /** What of this policy can never have an effect on the platform. */
    public PolicyReview review(Platform platform) {
        return new PlatformCheck(platform, policies, sources).review(actions, trusted, blocked);
    }

    /**
     * Where it was read, for logs: a file's name as it was given; {@code code} for one that was built, {@code policy.yml and code} for
     * a file's that was added to. On one line.
     */
    public String origin() {
        return origin;
    }

    /**
     * By what two policies are told apart in logs, 12 hexadecimal digits: the same for equal policies, in every process that runs this
     * version of Sentinel. Computed anew each time, in some microseconds an entry.
     */
    public String fingerprint() {
        return PolicyFingerprint.of(declared());
    }

    /** Equal if all that was declared is equal, the order of limits included. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PolicySet that && declared().equals(that.declared());
    }

    @Override
    public int hashCode() {
        return declared().hashCode();
    }

    @Override
    public String toString() {
        return "PolicySet" + declared();
    }

    private List<Object> declared() {
        return List.of(
                defaults,
                policies,
                actions,
                global,
                roles,
                Optional.ofNullable(escalation),
                Optional.ofNullable(updateReplay),
                Optional.ofNullable(stale),
                trusted,
                blocked);
    }

    /**
     * Collects a {@link PolicySet}. A name declared twice is a fault, as in a file: what was said first is never lost
     * silently. Not thread-safe.
     */
    public static final class Builder {

        private static final String CODE = "code";
        private static final String AND_CODE = " and code";

        private String origin = CODE;
        private Policy defaults = Policy.EMPTY;
        private final Map<String, Policy> policies = new LinkedHashMap<>();
        private final Map<String, ActionPolicy> actions = new LinkedHashMap<>();
        private final List<RateLimit> global = new ArrayList<>();
        private final Map<String, Role> roles = new LinkedHashMap<>();
        private @Nullable Escalation escalation;
        private @Nullable UpdateReplay updateReplay;
        private @Nullable Stale stale;
        private Trusted trusted = Trusted.NOBODY;
        private final Set<String> blocked = new LinkedHashSet<>();
        private final Map<String, Source> sources = new HashMap<>();
        private final List<PolicyProblem> problems = new ArrayList<>();

        private Builder() {}

        /** What applies to actions that say nothing themselves; nothing by default. */
        public Builder defaults(Policy defaults) {
            this.defaults = Objects.requireNonNull(defaults, "defaults");
            return this;
        }

        /** A named policy, which actions use. */
        public Builder policy(String name, Policy policy) {
            return put(policies, "policies", name, policy);
        }

        /** An action, or all with a prefix ({@code /admin*}), with a policy of its own. */
        public Builder action(String entry, Policy own) {
            return action(entry, new ActionPolicy(null, own));
        }

        /** An action, or all with a prefix, with a named policy. */
        public Builder action(String entry, String use) {
            return action(entry, new ActionPolicy(use, Policy.EMPTY));
        }

        /** An action, or all with a prefix, with a named policy below what it says itself. */
        public Builder action(String entry, String use, Policy own) {
            return action(entry, new ActionPolicy(use, own));
        }

        /** An action, or all with a prefix, with a named policy, if any, below what it says itself. */
        public Builder action(String entry, ActionPolicy policy) {
            return put(actions, "actions", entry, policy);
        }

        /** An action, or all with a prefix, whose faults are told at the places that the source names. */
        public Builder action(String entry, ActionPolicy policy, Source source) {
            if (actions.containsKey(entry)) {
                twice(entry, source.place(List.of()), PolicyCheck.place(sources, "actions", entry));
                return this;
            }
            sources.put(entry, source);
            return action(entry, policy);
        }

        /** Whatever the part adds, as in {@code with(AnnotatedPolicies.of(Shop.class))}. */
        public Builder with(Consumer<? super Builder> part) {
            part.accept(this);
            return this;
        }

        /** Limits on top of every action. */
        public Builder global(RateLimit... limits) {
            global.addAll(List.of(limits));
            return this;
        }

        /** A role. */
        public Builder role(String name, Role role) {
            return put(roles, "roles", name, role);
        }

        /** How denials grow into blocks; never, by default. */
        public Builder escalation(@Nullable Escalation escalation) {
            this.escalation = escalation;
            return this;
        }

        /** How long update ids are remembered; not at all, by default. */
        public Builder updateReplay(@Nullable UpdateReplay updateReplay) {
            this.updateReplay = updateReplay;
            return this;
        }

        /** From which age on updates are dropped; never, by default. */
        public Builder stale(@Nullable Stale stale) {
            this.stale = stale;
            return this;
        }

        /** Whom limits and debounce spare, besides those trusted already; nobody, by default. */
        public Builder trusted(Trusted trusted) {
            this.trusted = this.trusted.and(trusted);
            return this;
        }

        /** Subjects and chats that are always blocked, by id. */
        public Builder blocked(String... ids) {
            blocked.addAll(List.of(ids));
            return this;
        }

        /** Where the policy is read, for logs: see {@link PolicySet#origin()}. {@code code} by default. */
        public Builder origin(String origin) {
            this.origin = Quote.escape(origin);
            return this;
        }

        /** What of all that was said so far, right or wrong, can never have an effect on the platform. */
        public PolicyReview review(Platform platform) {
            return new PlatformCheck(platform, policies, sources).review(actions, trusted, blocked);
        }

        private <T> Builder put(Map<String, T> all, String kind, String name, T one) {
            Objects.requireNonNull(name, "name");
            if (all.putIfAbsent(name, Objects.requireNonNull(one, kind)) != null) {
                twice(name, List.of(kind, name), PolicyCheck.place(sources, kind, name));
            }
            return this;
        }

        private void twice(String name, List<String> here, List<String> first) {
            String at = here.equals(first) ? "" : ", first at " + PolicyProblem.where(first);
            problems.add(new PolicyProblem(here, Quote.of(name) + " is declared twice" + at + "; keep one of them"));
        }

        /**
         * The policy.
         *
         * @throws PolicyException with all that is wrong with it
         */
        public PolicySet build() {
            return new PolicySet(this);
        }
    }
}
