package dev.botsentinel.access;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The principals of recent subjects: a bounded cache in front of the resolver. Many requests of one unknown subject make
 * one call; a failure is cached for a moment, so that a broken resolver isn't called for each request. Thread-safe.
 *
 * <p>A hit is most of the work, so it is one look-up: where the storage is local, in the subject's own state, which the
 * decision needs next. Each answer carries its own time, where a cache's expiry would write to shared queues. Calls under
 * way stand in a map of their own; an entry enters the cache and its call leaves the map under one lock, so that {@link
 * #forget} meets the one or the other.
 */
public final class Principals implements AutoCloseable {

    private static final Resolution UNRESOLVED = new Resolution.Unresolved();

    /** A stamp has the milliseconds of an answer in its low bits, enough for 4,000 years, and its generation above. */
    private static final int MILLIS_BITS = 48;

    private static final int GENERATION_BITS = Long.SIZE - MILLIS_BITS;
    private static final int GENERATION = (1 << GENERATION_BITS) - 1;

    private static final long MILLIS = (1L << MILLIS_BITS) - 1;

    private final @Nullable ResolverCalls calls;
    private final Executor executor;
    private final BiConsumer<Request, Throwable> onFailure;
    private final @Nullable BiConsumer<Request, Resolution> onResolved;
    private final InstantSource time;
    private final long millisToLive;
    private final long failureMillisToLive;
    private final PrincipalCache cache;
    private final ConcurrentMap<Object, CompletableFuture<Resolution>> underWay = new ConcurrentHashMap<>();
    private final SharedResolutions shared = new SharedResolutions();

    /** How often everything was forgotten. */
    private final AtomicInteger generation = new AtomicInteger();

    /**
     * @param resolver null if nobody is known
     * @param beside where the answers are kept; null for a cache of their own
     * @param executor where goes on what a resolver completes later
     * @param onFailure told of each call that failed, before the request that made the call goes on
     * @param onResolved told of what each call came to, before any request goes on with it; null for nobody
     */
    public Principals(
            @Nullable PrincipalResolver resolver,
            ResolverSettings settings,
            @Nullable PrincipalCache beside,
            InstantSource time,
            Executor executor,
            BiConsumer<Request, Throwable> onFailure,
            @Nullable BiConsumer<Request, Resolution> onResolved) {
        this.calls = resolver == null ? null : new ResolverCalls(resolver, settings, executor);
        this.executor = executor;
        this.onFailure = onFailure;
        this.onResolved = onResolved;
        this.time = time;
        this.millisToLive = TimeUnit.MILLISECONDS.convert(settings.timeToLive());
        this.failureMillisToLive = TimeUnit.MILLISECONDS.convert(settings.failureTimeToLive());
        this.cache = beside != null ? beside : new OwnPrincipalCache(settings.maximumSize());
    }

    /** What is cached of the request's subject, in force or not; null if nothing is. For {@link #known}, and for the facts. */
    public PrincipalCache.@Nullable Entry find(Request request) {
        return calls != null && request.hasSubject() ? cache.find(request) : null;
    }

    /**
     * What is known of the request's subject without asking the resolver; null if it has to be asked. A clock that stepped
     * back by the time to live ends an entry too: a role that was taken away must not live on.
     *
     * @param entry what {@link #find} has found
     */
    public @Nullable Resolution known(Request request, PrincipalCache.@Nullable Entry entry) {
        if (calls == null) {
            return Resolution.ANONYMOUS;
        }
        if (entry == null) {
            return request.hasSubject() ? null : nobody(calls, request);
        }
        long stamp = entry.stamp(); // first, see PrincipalCache.Entry
        Resolution resolution = entry.resolution();
        if (resolution == null || (int) (stamp >>> MILLIS_BITS) != (generation.get() & GENERATION)) {
            return null;
        }
        long lifetime = resolution instanceof Resolution.Unresolved ? failureMillisToLive : millisToLive;
        long stamped = stamp << GENERATION_BITS >> GENERATION_BITS; // with the sign of a clock that stands before 1970
        return Math.abs(time.millis() - stamped) < lifetime ? resolution : null;
    }

    private Resolution nobody(ResolverCalls resolver, Request request) {
        try {
            return resolver.nobody(request);
        } catch (Throwable failure) {
            onFailure.accept(request, failure);
            return UNRESOLVED;
        }
    }

    private static long stamp(long nowMillis, int generation) {
        return (long) generation << MILLIS_BITS | (nowMillis & MILLIS);
    }

    /**
     * Asks the resolver, or joins the call that is under way for the subject. Completes normally in any case, at once if
     * the resolver does. The resolver runs outside of all locks: a slow one keeps nobody else waiting.
     *
     * @param facts of the request, which has a subject
     */
    public CompletableFuture<Resolution> resolve(Request request, Facts facts) {
        Object subject = subject(facts);
        CompletableFuture<Resolution> mine = new CompletableFuture<>();
        CompletableFuture<Resolution> others = underWay.putIfAbsent(subject, mine);
        if (others != null) {
            return others;
        }
        Resolution kept = known(request, cache.find(request)); // by a call that has ended since the caller looked
        if (kept != null) {
            underWay.remove(subject, mine);
            mine.complete(kept);
            return mine;
        }
        return new Call(request, facts, subject, mine).ask(Objects.requireNonNull(calls));
    }

    /** What calls under way are found by: the number if the id is one, else its text. */
    private static Object subject(Facts facts) {
        return facts.isSubjectNumber() ? facts.subjectNumber() : Objects.requireNonNull(facts.subject());
    }

    /** One call of the resolver, and where its answer goes. */
    private final class Call {

        private final Request request;
        private final Facts facts;
        private final Object subject;
        private final CompletableFuture<Resolution> mine;
        private final int asked = generation.get();

        Call(Request request, Facts facts, Object subject, CompletableFuture<Resolution> mine) {
            this.request = request;
            this.facts = facts;
            this.subject = subject;
            this.mine = mine;
        }

        CompletableFuture<Resolution> ask(ResolverCalls resolver) {
            CompletableFuture<Resolution> answer = resolver.call(request, underWay.size());
            if (answer.isDone() && !answer.isCompletedExceptionally()) {
                settle(answer.join());
                return mine;
            }
            BiFunction<@Nullable Resolution, @Nullable Throwable, Resolution> ended = (resolution, failure) -> {
                Resolution settled = settle(resolution == null ? UNRESOLVED : resolution);
                if (failure != null) {
                    onFailure.accept(request, resolver.told(failure));
                }
                return settled;
            };
            CompletableFuture<Resolution> settled = answer.isDone()
                    ? answer.handle(ended)
                    : resolver.limited(answer).handleAsync(ended, executor);
            return settled.exceptionally(rejected -> settle(UNRESOLVED));
        }

        /** Comes before a failure is told: a listener may ask for the same subject, and would else wait for itself. */
        private Resolution settle(Resolution resolution) {
            try {
                if (onResolved != null) {
                    onResolved.accept(request, resolution);
                }
                underWay.computeIfPresent(subject, (key, call) -> {
                    if (call == mine) {
                        cache.put(facts, shared.of(resolution), stamp(time.millis(), asked), 1000 * millisToLive);
                    }
                    return call == mine ? null : call;
                });
            } finally {
                underWay.remove(subject, mine); // also if the application's clock throws: nobody may wait for ever
                mine.complete(resolution);
            }
            return resolution;
        }
    }

    /** Whoever comes next is resolved anew; a call under way answers those who wait for it, and is not kept. */
    public void forget(Subject subject) {
        underWay.remove(subject(Facts.of(subject.id(), null)));
        cache.remove(subject.id());
    }

    /** As {@link #forget}, of everybody: what is kept lives on unused until it is replaced. */
    public void forgetAll() {
        generation.incrementAndGet();
        underWay.clear();
    }

    /** Begins no further call of a blocking resolver. Idempotent. */
    @Override
    public void close() {
        if (calls != null) {
            calls.close();
        }
    }
}
