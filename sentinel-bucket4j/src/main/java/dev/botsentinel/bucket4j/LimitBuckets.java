package dev.botsentinel.bucket4j;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.StoreException;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.VerboseResult;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.BucketProxy;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of one limit, one for each owner. Thread-safe. All stages fail with a {@link StoreException} if the manager
 * fails.
 *
 * <p>Bucket4j keeps a level in tokens and a rest below one token in units of a nanosecond's refill. Its own probes cut the
 * wait to whole nanoseconds, which can be too short to pass; so the wait is computed from the state and rounded up to the
 * microsecond. Period and refill are said reduced by their greatest common divisor: the rate is the same, and Bucket4j falls
 * back to floating point only where the reduced refill times a span in nanoseconds passes 2^63.
 */
final class LimitBuckets<K> {

    private static final BigInteger NANOS_PER_MICRO = BigInteger.valueOf(1000);

    private final ManagedLimit<K> manager;
    private final AppliedLimit limit;
    private final int cost;
    private final Bandwidth bandwidth;
    private final BucketConfiguration configuration;

    LimitBuckets(ManagedLimit<K> manager, AppliedLimit limit) {
        this.manager = manager;
        this.limit = limit;
        this.cost = limit.limit().cost();
        this.bandwidth = bandwidth(limit.limit());
        this.configuration = BucketConfiguration.builder().addLimit(bandwidth).build();
    }

    private static Bandwidth bandwidth(RateLimit limit) {
        BigInteger nanos = BigInteger.valueOf(limit.perMicros()).multiply(NANOS_PER_MICRO);
        BigInteger permits = BigInteger.valueOf(limit.permits());
        BigInteger shared = nanos.gcd(permits);
        return Bandwidth.builder()
                .capacity(limit.burst())
                .refillGreedy(
                        permits.divide(shared).longValueExact(),
                        Duration.ofNanos(nanos.divide(shared).longValueExact()))
                .build();
    }

    AppliedLimit limit() {
        return limit;
    }

    /** Takes the limit's cost, if the bucket has it. */
    CompletableFuture<BucketLook> take(Owner owner) {
        return onBucket(
                        owner,
                        bucket -> bucket.asVerbose().tryConsumeAndReturnRemaining(cost),
                        bucket -> bucket.asVerbose().tryConsumeAndReturnRemaining(cost))
                .thenCompose(result -> {
                    BucketLook look = result.getValue().isConsumed()
                            ? new BucketLook(true, result.getValue().getRemainingTokens(), 0)
                            : refused(result);
                    return isOurs(result)
                            ? CompletableFuture.completedFuture(look)
                            : configure(owner).thenApply(done -> look);
                });
    }

    /** Says what {@link #take} would, and takes nothing. */
    CompletableFuture<BucketLook> look(Owner owner) {
        return onBucket(
                        owner,
                        bucket -> bucket.asVerbose().estimateAbilityToConsume(cost),
                        bucket -> bucket.asVerbose().estimateAbilityToConsume(cost))
                .thenApply(result -> result.getValue().canBeConsumed()
                        ? new BucketLook(true, result.getValue().getRemainingTokens() - cost, 0)
                        : refused(result));
    }

    /** Gives back what {@link #take} has taken; the bucket never holds more than its capacity. */
    CompletableFuture<@Nullable Void> giveBack(Owner owner) {
        return add(owner, cost);
    }

    /**
     * Gives permits back, at most those that are missing; a part of one counts as one.
     *
     * @return how many
     */
    CompletableFuture<Integer> refund(Owner owner, int permits) {
        return onBucket(owner, BucketProxy::getAvailableTokens, AsyncBucketProxy::getAvailableTokens)
                .thenCompose(available -> {
                    int missing =
                            (int) Math.min(permits, Math.max(0, limit.limit().burst() - available));
                    return missing == 0
                            ? CompletableFuture.completedFuture(0)
                            : add(owner, missing).thenApply(done -> missing);
                });
    }

    /** Makes the bucket full. */
    CompletableFuture<@Nullable Void> reset(Owner owner) {
        return onBucket(
                owner,
                bucket -> {
                    bucket.reset();
                    return null;
                },
                AsyncBucketProxy::reset);
    }

    /** Forgets the bucket, which makes it full. */
    CompletableFuture<@Nullable Void> remove(Owner owner) {
        return ask(
                owner,
                key -> manager.ask(
                        managed -> {
                            managed.removeProxy(key);
                            return null;
                        },
                        managed -> managed.removeProxy(key)));
    }

    /** Whether the owner has a bucket. */
    CompletableFuture<Boolean> exists(Owner owner) {
        return ask(
                        owner,
                        key -> manager.<Optional<BucketConfiguration>>ask(
                                managed -> managed.getProxyConfiguration(key),
                                managed -> managed.getProxyConfiguration(key)))
                .thenApply(Optional::isPresent);
    }

    private CompletableFuture<@Nullable Void> add(Owner owner, int permits) {
        return onBucket(
                owner,
                bucket -> {
                    bucket.addTokens(permits);
                    return null;
                },
                bucket -> bucket.addTokens(permits));
    }

    /**
     * Has a bucket that was made for other numbers follow these, with the tokens that it has: while two versions of a policy
     * are in use side by side, neither fills it up for the other. Should this fail, the next decision tries again.
     */
    private CompletableFuture<@Nullable Void> configure(Owner owner) {
        return this.<@Nullable Void>onBucket(
                        owner,
                        bucket -> {
                            bucket.replaceConfiguration(configuration, TokensInheritanceStrategy.AS_IS);
                            return null;
                        },
                        bucket -> bucket.replaceConfiguration(configuration, TokensInheritanceStrategy.AS_IS))
                .exceptionally(failure -> null);
    }

    private boolean isOurs(VerboseResult<?> result) {
        Bandwidth[] found = result.getConfiguration().getBandwidths();
        return found.length == 1
                && found[0].getCapacity() == bandwidth.getCapacity()
                && found[0].getRefillTokens() == bandwidth.getRefillTokens()
                && found[0].getRefillPeriodNanos() == bandwidth.getRefillPeriodNanos()
                && !found[0].isRefillIntervally();
    }

    private BucketLook refused(VerboseResult<?> result) {
        BucketState state = result.getState();
        Bandwidth[] bandwidths = result.getConfiguration().getBandwidths();
        BigInteger wait = BigInteger.ONE;
        for (int i = 0; i < bandwidths.length; i++) {
            wait = wait.max(waitMicros(bandwidths[i], state.getCurrentSize(i), state.getRoundingError(i)));
        }
        long most = TimeUnit.DAYS.toMicros(Integer.MAX_VALUE);
        return new BucketLook(
                false,
                Math.max(0, state.getAvailableTokens()),
                wait.min(BigInteger.valueOf(most)).longValueExact());
    }

    /** The first whole microsecond from now at which the level is at least the cost. */
    private BigInteger waitMicros(Bandwidth shape, long level, long rest) {
        BigInteger missing = BigInteger.valueOf(cost - level)
                .multiply(BigInteger.valueOf(shape.getRefillPeriodNanos()))
                .subtract(BigInteger.valueOf(rest));
        BigInteger perMicro = BigInteger.valueOf(shape.getRefillTokens()).multiply(NANOS_PER_MICRO);
        return missing.add(perMicro).subtract(BigInteger.ONE).divide(perMicro);
    }

    private <T extends @Nullable Object> CompletableFuture<T> onBucket(
            Owner owner,
            Function<BucketProxy, T> blocking,
            Function<AsyncBucketProxy, CompletableFuture<T>> asynchronous) {
        return ask(
                owner,
                key -> manager.ask(
                        managed -> blocking.apply(managed.getProxy(key, () -> configuration)),
                        managed -> asynchronous.apply(
                                managed.getProxy(key, () -> CompletableFuture.completedFuture(configuration)))));
    }

    /** With the application's key, and failures that say which limit failed. */
    private <T extends @Nullable Object> CompletableFuture<T> ask(
            Owner owner, Function<K, CompletableFuture<T>> question) {
        CompletableFuture<T> answer;
        try {
            answer = question.apply(manager.key(new Budget(owner, limit)));
        } catch (Throwable failure) {
            answer = CompletableFuture.failedFuture(failure);
        }
        return answer.exceptionallyCompose(failure -> CompletableFuture.failedFuture(failed(failure)));
    }

    private StoreException failed(Throwable failure) {
        Throwable cause = Stages.cause(failure);
        return cause instanceof StoreException known
                ? known
                : new StoreException(
                        "the Bucket4j proxy manager of the limit " + Quote.of(limit.id())
                                + " failed; look at what it keeps its buckets in",
                        cause);
    }
}
