package dev.botsentinel.bucket4j;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A storage whose named limits live in a Bucket4j {@code ProxyManager}: in a database, in Hazelcast, in whatever Bucket4j
 * supports. Blocks, debounce, violations and all other limits stay in the storage behind it.
 *
 * <pre>{@code
 * SentinelStore store = Bucket4jLimits.around(MemoryStore.create())
 *         .limit("everyone", proxyManager)
 *         .build();
 * }</pre>
 *
 * <p>A decision takes the tokens first, then asks the storage, and gives the tokens back if that refuses. If a bucket
 * refuses, the storage still decides on what ranks above a limit, and counts the violation, in one call. The two are not
 * one transaction: docs/bucket4j.md says what that costs and how it is bounded. A manager that fails fails the decision
 * with a {@link dev.botsentinel.store.StoreException}; it denies nothing by itself.
 *
 * <p>Thread-safe. Owns the storage, and so closes it; the managers stay the caller's.
 */
public final class Bucket4jLimits extends ForwardingStore {

    private final Map<String, ManagedLimit<?>> managed;
    private final Executor executor;
    private final InstantSource time;
    private final FailureCounts failures = new FailureCounts();
    /** What administrators mean by an owner's budgets: bounded by the names, for each scope in effect and mode. */
    private final ConcurrentMap<Place, AppliedLimit> met = new ConcurrentHashMap<>();

    /** Where a limit's buckets are: the same limit falls back to several scopes. */
    private record Place(String key, Scope scope) {}

    Bucket4jLimits(SentinelStore store, Map<String, ManagedLimit<?>> managed, Executor executor, InstantSource time) {
        super(store);
        this.managed = Map.copyOf(managed);
        this.executor = executor;
        this.time = time;
    }

    /**
     * Configures limits in Bucket4j beside a storage.
     *
     * @param store keeps all else; the result owns it
     */
    public static Bucket4jLimitsBuilder around(SentinelStore store) {
        return new Bucket4jLimitsBuilder(store);
    }

    /**
     * Checks that a policy has all limits that are to live in Bucket4j, and that Bucket4j can count them: at start, rather
     * than with the first update.
     *
     * @return the policy
     * @throws IllegalArgumentException if a limit is missing or is no token bucket
     */
    public PolicySet check(PolicySet policy) {
        Set<String> missing = new TreeSet<>(managed.keySet());
        policy.effective().stream()
                .flatMap(effective -> effective.limits().stream())
                .filter(this::isManaged)
                .forEach(limit -> {
                    requireTokenBucket(limit);
                    missing.remove(limit.id());
                });
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the policy has no limit named "
                    + missing.stream().map(Quote::of).collect(Collectors.joining(", "))
                    + " in force for any action, but it is to live in Bucket4j; name a limit so, or remove it from the"
                    + " builder");
        }
        return policy;
    }

    /** @throws IllegalArgumentException if a limit that is to live in Bucket4j is no token bucket */
    @Override
    public PreparedPlan prepare(Plan plan) {
        List<BucketStep> buckets = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            LimitBuckets<?> found =
                    plan.steps().get(i) instanceof Step.TakePermits take ? buckets(take.applied()) : null;
            if (found != null) {
                buckets.add(new BucketStep(i, found));
            }
        }
        return buckets.isEmpty()
                ? super.prepare(plan)
                : new BucketPlan(plan, buckets, super::prepare, executor, time, failures);
    }

    /** The limit's buckets; null if the storage counts it. */
    @Nullable
    LimitBuckets<?> buckets(AppliedLimit limit) {
        if (!isManaged(limit) || limit.limit().permits() == 0) { // what always refuses needs no bucket
            return null;
        }
        requireTokenBucket(limit);
        met.put(new Place(limit.key(), limit.scope()), limit);
        ManagedLimit<?> manager = managed.get(limit.id());
        return manager == null ? null : manager.of(limit);
    }

    /** The limits that were met so far and are in effect for this scope. */
    List<LimitBuckets<?>> met(Scope scope) {
        List<LimitBuckets<?>> found = new ArrayList<>();
        for (AppliedLimit limit : met.values()) {
            LimitBuckets<?> buckets = limit.scope() == scope ? buckets(limit) : null;
            if (buckets != null) {
                found.add(buckets);
            }
        }
        return found;
    }

    private boolean isManaged(AppliedLimit limit) {
        String name = limit.limit().name();
        return name != null && managed.containsKey(name);
    }

    private static void requireTokenBucket(AppliedLimit limit) {
        Algorithm algorithm = limit.limit().algorithm();
        if (algorithm != Algorithm.TOKEN_BUCKET && limit.limit().permits() > 0) {
            throw new IllegalArgumentException(
                    "the limit " + Quote.of(limit.id()) + " is to live in Bucket4j, which counts"
                            + " token buckets, but the policy makes it a " + algorithm.label()
                            + "; write algorithm: token-bucket, or remove the limit from the builder");
        }
        if (limit.limit().lockout() != null) {
            throw new IllegalArgumentException("the limit " + Quote.of(limit.id())
                    + " is to live in Bucket4j, which knows no lockout; remove the lockout, or remove the limit from the"
                    + " builder");
        }
    }

    /** False: a manager has time limits of its own. A plan whose deadline has passed asks the storage nothing. */
    @Override
    public boolean keepsDeadlines() {
        return false;
    }

    /**
     * Also inspects, resets and refunds the buckets. A reset or an erasure of an owner reaches the buckets of limits that a
     * decision has met since the start, and none of a member of a chat or space when a subject is erased.
     */
    @Override
    public StoreAdmin admin() {
        return new Bucket4jAdmin(super.admin(), this, executor, time);
    }

    /** How often tokens could not be given back. They come back by themselves, as time refills the bucket. */
    public long failedGiveBacks() {
        return failures.giveBacks();
    }

    /** How often a manager failed to count a shadow limit, which then reports nothing. */
    public long failedShadowLimits() {
        return failures.shadowLimits();
    }
}
