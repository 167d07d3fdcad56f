package dev.botsentinel.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A whole policy: what the policy file, the builder and annotations end in. Immutable; valid by construction.
 *
 * <pre>{@code
 * PolicySet policy = PolicySet.builder()
 *         .defaults(Policy.limits(RateLimit.perMinute(10)).debounce(Debounce.window(Duration.ofSeconds(2))))
 *         .policy("money", Policy.limits(RateLimit.perMinute(3).named("money")).requires(Requirement.REGISTERED))
 *         .action("/transfer", "money")
 *         .action("/start", Policy.noLimits())
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
    private final Set<String> blocked;

    private final Map<String, EffectivePolicy> exact = new HashMap<>();
    private final List<PrefixEntry> prefixes = new ArrayList<>();

    private record PrefixEntry(String prefix, EffectivePolicy policy) {}

    private PolicySet(Builder builder) {
        this.defaults = builder.defaults;
        this.policies = Collections.unmodifiableMap(new LinkedHashMap<>(builder.policies));
        this.actions = Collections.unmodifiableMap(new LinkedHashMap<>(builder.actions));
        this.global = List.copyOf(builder.global);
        this.roles = Collections.unmodifiableMap(new LinkedHashMap<>(builder.roles));
        this.escalation = builder.escalation;
        this.updateReplay = builder.updateReplay;
        this.blocked = Collections.unmodifiableSet(new LinkedHashSet<>(builder.blocked));
        List<PolicyProblem> problems = PolicyCheck.problems(this);
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        resolve();
    }

    private void resolve() {
        actions.forEach((entry, policy) -> {
            if (entry.endsWith(ANY)) {
                prefixes.add(new PrefixEntry(entry.substring(0, entry.length() - 1), resolve(entry, policy)));
            } else {
                exact.put(entry, resolve(entry, policy));
            }
        });
        if (!actions.containsKey(ANY)) {
            prefixes.add(new PrefixEntry("", resolve(ANY, new ActionPolicy(null, Policy.EMPTY))));
        }
        prefixes.sort(Comparator.comparingInt((PrefixEntry entry) -> entry.prefix.length())
                .reversed());
    }

    private EffectivePolicy resolve(String entry, ActionPolicy action) {
        Policy used = action.use() == null ? Policy.EMPTY : Objects.requireNonNull(policies.get(action.use()));
        Policy layered = action.own().over(used).over(defaults);
        Map<String, AppliedLimit> limits = new LinkedHashMap<>();
        List<RateLimit> own = layered.limits() == null ? List.of() : layered.limits();
        for (int i = 0; i < own.size(); i++) {
            AppliedLimit limit = AppliedLimit.of(entry, i, own.get(i));
            limits.putIfAbsent(limit.key(), limit);
        }
        for (int i = 0; i < global.size(); i++) {
            AppliedLimit limit = AppliedLimit.ofGlobal(i, global.get(i));
            limits.putIfAbsent(limit.key(), limit);
        }
        return new EffectivePolicy(
                entry,
                List.copyOf(limits.values()),
                layered.debounce() == null ? Debounce.OFF : layered.debounce(),
                layered.requires() == null ? Requirement.NONE : layered.requires());
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * All that applies to the action with this name: by its exact entry, else by the longest matching {@code prefix*}
     * entry, else by {@code *}. Costs a map look-up and a walk over the prefix entries.
     */
    public EffectivePolicy effective(String action) {
        EffectivePolicy found = exact.get(action);
        if (found != null) {
            return found;
        }
        for (PrefixEntry entry : prefixes) {
            if (action.startsWith(entry.prefix)) {
                return entry.policy;
            }
        }
        throw new IllegalStateException("the entry * matches every action");
    }

    /** What applies, entry by entry, the undeclared {@code *} included; exact entries first. */
    public Collection<EffectivePolicy> effective() {
        List<EffectivePolicy> all = new ArrayList<>(exact.values());
        all.sort(Comparator.comparing(EffectivePolicy::entry));
        prefixes.forEach(entry -> all.add(entry.policy));
        return all;
    }

    /** The lowest layer. */
    public Policy defaults() {
        return defaults;
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

    /** The ids of subjects that are always blocked. */
    public Set<String> blocked() {
        return blocked;
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
                java.util.Optional.ofNullable(escalation),
                java.util.Optional.ofNullable(updateReplay),
                blocked);
    }

    /** Collects a {@link PolicySet}. Not thread-safe. */
    public static final class Builder {

        private Policy defaults = Policy.EMPTY;
        private final Map<String, Policy> policies = new LinkedHashMap<>();
        private final Map<String, ActionPolicy> actions = new LinkedHashMap<>();
        private final List<RateLimit> global = new ArrayList<>();
        private final Map<String, Role> roles = new LinkedHashMap<>();
        private @Nullable Escalation escalation;
        private @Nullable UpdateReplay updateReplay;
        private final Set<String> blocked = new LinkedHashSet<>();

        private Builder() {}

        /** What applies to actions that say nothing themselves; nothing by default. */
        public Builder defaults(Policy defaults) {
            this.defaults = Objects.requireNonNull(defaults, "defaults");
            return this;
        }

        /** A named policy, which actions use. */
        public Builder policy(String name, Policy policy) {
            policies.put(name, Objects.requireNonNull(policy, "policy"));
            return this;
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
        public Builder action(String entry, ActionPolicy policy) {
            actions.put(entry, Objects.requireNonNull(policy, "policy"));
            return this;
        }

        /** Limits on top of every action. */
        public Builder global(RateLimit... limits) {
            global.addAll(List.of(limits));
            return this;
        }

        /** A role. */
        public Builder role(String name, Role role) {
            roles.put(name, Objects.requireNonNull(role, "role"));
            return this;
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

        /** Subjects that are always blocked, by id. */
        public Builder blocked(String... ids) {
            blocked.addAll(List.of(ids));
            return this;
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
