package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.RateLimit;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The reference, broken twelve times: for each law the smallest change that breaks it. */
final class Saboteur {

    private static final Map<Integer, StoreHarness.Factory> BY_LAW = Map.ofEntries(
            Map.entry(1, time -> new ReferenceHarness(new DecidesInOneStepAndCommitsInAnother(time))),
            Map.entry(2, time -> new ReferenceHarness(new SpendsWhatPassedOfADeniedPlan(time))),
            Map.entry(3, time -> new ReferenceHarness(new RoundsWaitsUpToTheMillisecond(time))),
            Map.entry(4, time -> new ReferenceHarness(new NamesTheFirstRefusingLimit(time))),
            Map.entry(5, time -> new ReferenceHarness(new KeepsEverythingForAnotherDay(time))),
            Map.entry(6, time -> new ReferenceHarness(new StartsBucketsWithTheirRefill(time))),
            Map.entry(7, time -> new ReferenceHarness(new BelievesTheClock(time))),
            Map.entry(8, time -> new ReferenceHarness(new DecidesEachTimeSomebodyWaits(time))),
            Map.entry(9, time -> new ReferenceHarness(new JoinsIdsWithColons(time))),
            Map.entry(10, time -> new ReferenceHarness(new EndsBlocksAfterAMonth(time))),
            Map.entry(11, time -> new ReferenceHarness(new StartsAnewWhenAnAlgorithmChanges(time))),
            Map.entry(12, time -> new ReferenceHarness(new KeepsOneTimeForAll(time))));

    private Saboteur() {}

    static StoreHarness.Factory of(int law) {
        return BY_LAW.get(law);
    }

    /** Law 1: no lock from the look to the write. */
    private static final class DecidesInOneStepAndCommitsInAnother extends ReferenceStore {

        private static final long MEET_WITHIN_MICROS = 100;

        /** Where threads meet between look and write, so that the race is not left to chance. */
        private final Exchanger<Thread> meeting = new Exchanger<>();

        private final Set<Thread> seen = ConcurrentHashMap.newKeySet();

        DecidesInOneStepAndCommitsInAnother(InstantSource time) {
            super(time);
        }

        @Override
        public CompletionStage<Verdict> evaluate(Plan plan, Facts facts) {
            Examination examined;
            synchronized (lock) {
                if (isClosed()) {
                    return super.evaluate(plan, facts);
                }
                examined = examine(plan, facts);
            }
            meetAnother();
            synchronized (lock) {
                return CompletableFuture.completedFuture(commit(examined));
            }
        }

        private void meetAnother() {
            seen.add(Thread.currentThread());
            if (seen.size() == 1) {
                return;
            }
            try {
                meeting.exchange(Thread.currentThread(), MEET_WITHIN_MICROS, TimeUnit.MICROSECONDS);
            } catch (TimeoutException nobodyThere) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Law 2: a denied plan pays for the limits that would have let it pass. */
    private static final class SpendsWhatPassedOfADeniedPlan extends ReferenceStore {

        SpendsWhatPassedOfADeniedPlan(InstantSource time) {
            super(time);
        }

        @Override
        Verdict refuse(Examination examined, Verdict.RateLimited first) {
            for (int i = 0; i < first.step(); i++) {
                if (examined.plan().steps().get(i) instanceof Step.TakePermits
                        && !examined.plan().probe()) {
                    examined.looks().get(i).write().run();
                }
            }
            return super.refuse(examined, first);
        }
    }

    /** Law 3: a wait is given in milliseconds. */
    private static final class RoundsWaitsUpToTheMillisecond extends ReferenceStore {

        RoundsWaitsUpToTheMillisecond(InstantSource time) {
            super(time);
        }

        @Override
        LimitLook limitLook(long at, RateLimit limit, @Nullable LimitState state) {
            LimitLook look = super.limitLook(at, limit, state);
            boolean timed = !look.passes() && look.untilMicros() != Verdict.NEVER;
            long millis = Math.floorDiv(look.untilMicros() + 999, 1000L);
            return timed ? new LimitLook(look.remaining(), millis * 1000, null) : look;
        }
    }

    /** Law 4: of several refusing limits, the first one is named. */
    private static final class NamesTheFirstRefusingLimit extends ReferenceStore {

        NamesTheFirstRefusingLimit(InstantSource time) {
            super(time);
        }

        @Override
        Verdict.RateLimited longerWait(Verdict.RateLimited first, Verdict.RateLimited second) {
            return first;
        }
    }

    /** Law 5: nothing is dropped when it has ended. */
    private static final class KeepsEverythingForAnotherDay extends ReferenceStore {

        KeepsEverythingForAnotherDay(InstantSource time) {
            super(time);
        }

        @Override
        long endOf(OwnerState state) {
            long end = super.endOf(state);
            return end == Verdict.NEVER ? end : end + TraceMicros.DAY;
        }
    }

    /** Law 6: a bucket nobody knows holds what comes in per time, not what it can hold. */
    private static final class StartsBucketsWithTheirRefill extends ReferenceStore {

        StartsBucketsWithTheirRefill(InstantSource time) {
            super(time);
        }

        @Override
        LimitLook limitLook(long at, RateLimit limit, @Nullable LimitState state) {
            boolean fresh = state == null && limit.algorithm() == Algorithm.TOKEN_BUCKET && limit.permits() > 0;
            int first = Math.min(limit.permits(), limit.burst());
            return super.limitLook(
                    at,
                    limit,
                    fresh ? new LimitState.Bucket(limit, LimitState.Bucket.permits(limit, first), at) : state);
        }
    }

    /** Law 7: an owner's time is the clock's, wherever it jumps. */
    private static final class BelievesTheClock extends ReferenceStore {

        BelievesTheClock(InstantSource time) {
            super(time);
        }

        @Override
        long timeFor(OwnerState state, long now) {
            return now;
        }
    }

    /** Law 8: never if nobody waits, twice if somebody looks twice. */
    private static final class DecidesEachTimeSomebodyWaits extends ReferenceStore {

        DecidesEachTimeSomebodyWaits(InstantSource time) {
            super(time);
        }

        @Override
        public CompletionStage<Verdict> evaluate(Plan plan, Facts facts) {
            return new CompletableFuture<>() {
                @Override
                public CompletableFuture<Verdict> toCompletableFuture() {
                    return DecidesEachTimeSomebodyWaits.super
                            .evaluate(plan, facts)
                            .toCompletableFuture();
                }

                @Override
                public <U> CompletableFuture<U> handle(BiFunction<? super Verdict, Throwable, ? extends U> then) {
                    return toCompletableFuture().handle(then);
                }

                @Override
                public <U> CompletableFuture<U> thenApply(Function<? super Verdict, ? extends U> then) {
                    return toCompletableFuture().thenApply(then);
                }
            };
        }
    }

    /** Law 9: an owner's key is its ids with colons between them. */
    private static final class JoinsIdsWithColons extends ReferenceStore {

        JoinsIdsWithColons(InstantSource time) {
            super(time);
        }

        @Override
        Object keyOf(Owner owner) {
            return String.join(
                    ":",
                    owner.scope().label(),
                    String.valueOf(owner.subject()),
                    String.valueOf(owner.chat()),
                    String.valueOf(owner.topic()),
                    String.valueOf(owner.space()));
        }
    }

    /** Law 10: a block has a time to live, like everything else. */
    private static final class EndsBlocksAfterAMonth extends ReferenceStore {

        EndsBlocksAfterAMonth(InstantSource time) {
            super(time);
        }

        @Override
        public CompletionStage<Verdict> evaluate(Plan plan, Facts facts) {
            synchronized (lock) {
                long monthAgo = now() - 30 * TraceMicros.DAY;
                owners.values().forEach(state -> state.blocks.values().removeIf(held -> held.sinceMicros() < monthAgo));
                return super.evaluate(plan, facts);
            }
        }
    }

    /** Law 11: whatever it can't read it throws away, with all that the owner has. */
    private static final class StartsAnewWhenAnAlgorithmChanges extends ReferenceStore {

        StartsAnewWhenAnAlgorithmChanges(InstantSource time) {
            super(time);
        }

        @Override
        public CompletionStage<Verdict> evaluate(Plan plan, Facts facts) {
            synchronized (lock) {
                for (Step step : plan.steps()) {
                    if (step instanceof Step.TakePermits take) {
                        Owner owner = facts.owner(step.scope());
                        LimitState known =
                                forReading(owner).limits.get(take.applied().key());
                        if (known != null && !fits(known, take.applied().limit().algorithm())) {
                            owners.remove(keyOf(owner));
                        }
                    }
                }
                return super.evaluate(plan, facts);
            }
        }

        private static boolean fits(LimitState state, Algorithm algorithm) {
            return switch (algorithm) {
                case SLIDING_WINDOW -> state instanceof LimitState.Stamps;
                case TOKEN_BUCKET -> state instanceof LimitState.Bucket;
                case FIXED_WINDOW -> state instanceof LimitState.Count;
            };
        }
    }

    /** Law 12: the latest time anybody has written is everybody's. */
    private static final class KeepsOneTimeForAll extends ReferenceStore {

        KeepsOneTimeForAll(InstantSource time) {
            super(time);
        }

        @Override
        long timeFor(OwnerState state, long now) {
            return owners.values().stream()
                    .mapToLong(other -> other.latestMicros)
                    .reduce(now, Math::max);
        }
    }
}
