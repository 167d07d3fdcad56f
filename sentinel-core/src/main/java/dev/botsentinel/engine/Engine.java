package dev.botsentinel.engine;

import dev.botsentinel.access.PrincipalCache;
import dev.botsentinel.access.Principals;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.GuardFailed;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.BuiltInRule;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.StoreException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides on requests. A decision is one {@code evaluate} on the storage. A block check, which writes nothing, goes ahead
 * of it only where no principal is cached: a blocked subject must not cost a resolver call.
 *
 * <p>What fails fails its {@link Eventual}, up to {@link #decide}, where it becomes an event and a decision. Thread-safe.
 */
public final class Engine {

    private static final Decision STORE_UNAVAILABLE = Denied.of(Reason.UNAVAILABLE, BuiltInRule.STORAGE);
    private static final Denied GUARD_UNAVAILABLE = Denied.of(Reason.UNAVAILABLE, BuiltInRule.GUARD);
    private static final Denied CLOSED = Denied.of(Reason.UNAVAILABLE, BuiltInRule.CLOSED);
    private static final Decision EXEMPT = new Allowed(Passage.EXEMPT, List.of(), List.of());

    private final Principals principals;
    private final EventDispatcher events;
    private final Executor executor;
    private final InstantSource time;
    private final RandomGenerator random;
    private volatile Routes routes;
    private volatile boolean closed;

    /**
     * @param executor where continues what a storage or a resolver completes later
     * @param random what the jitter of blocks is drawn from
     */
    public Engine(
            Routes routes,
            Principals principals,
            EventDispatcher events,
            Executor executor,
            InstantSource time,
            RandomGenerator random) {
        this.routes = routes;
        this.principals = principals;
        this.events = events;
        this.executor = executor;
        this.time = time;
        this.random = random;
    }

    /** Decisions that begin from now on follow these routes; those under way keep theirs. */
    public void follow(Routes newRoutes) {
        this.routes = newRoutes;
    }

    /** The compiled policy in force. */
    public Routes routes() {
        return routes;
    }

    /** Denies every further update. Idempotent. */
    public void close() {
        closed = true;
    }

    /** Whether every further update is denied. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Decides on a request and tells the listeners. Never fails and never throws, but for errors of the virtual machine
     * from a listener.
     *
     * @param startNanos {@link System#nanoTime()} when the update came
     */
    public Eventual<Decision> decide(Request request, long startNanos) {
        if (closed) {
            return Eventual.now(unread());
        }
        Route route = routes.find(request);
        Eventual<Decision> decision;
        try {
            decision = flow(route, request);
        } catch (Throwable failure) {
            decision = Eventual.now(failed(request, Stages.cause(failure)));
        }
        Decision given = decision.orNull();
        if (given != null) {
            tell(route, request, given, startNanos);
            return decision;
        }
        return decision.orElse(failure -> failed(request, failure)).map(later -> {
            tell(route, request, later, startNanos);
            return later;
        });
    }

    /** The cached principal is looked up first, so that the facts, which carry what is found, are made once. */
    private Eventual<Decision> flow(Route route, Request request) {
        if (request.exemption() != Exemption.NONE) {
            return ask(route.exempt(request), route.exemptFacts(request));
        }
        PrincipalCache.Entry cached = principals.find(request);
        Facts facts = route.facts(request, cached, random);
        if (route.ages && route.isStale(request)) {
            return ask(route.stale(request), facts);
        }
        Resolution known = principals.known(request, cached);
        if (known != null) {
            return ask(route.check(request, known, false), facts);
        }
        return ask(route.block(request), facts)
                .then(
                        executor,
                        block -> block.isAllowed()
                                ? Eventual.of(principals.resolve(request, facts))
                                        .then(executor, who -> ask(route.check(request, who, true), facts))
                                : Eventual.now(block));
    }

    private Eventual<Decision> ask(Check check, Facts facts) {
        PreparedPlan plan = check.prepared;
        if (plan == null) {
            return Eventual.now(check.decision());
        }
        Answer answer;
        CompletableFuture<Verdict> later = null;
        try {
            answer = plan.evaluate(facts);
            if (!(answer instanceof Verdict)) {
                later = answer.toStage().toCompletableFuture();
            }
        } catch (Throwable failure) {
            throw new StoreFailure(failure);
        }
        return later == null ? Eventual.now(check.decision((Verdict) answer)) : decided(check, later);
    }

    private Eventual<Decision> decided(Check check, CompletableFuture<Verdict> answer) {
        BiFunction<@Nullable Verdict, @Nullable Throwable, Decision> decided = (verdict, failure) -> {
            if (verdict == null) {
                throw new StoreFailure(failure == null ? new StoreException("the storage answered null") : failure);
            }
            return check.decision(verdict);
        };
        return Eventual.of(answer.isDone() ? answer.handle(decided) : answer.handleAsync(decided, executor));
    }

    /** What was paid, and a chat that changed, reach the handler though the storage fails. */
    private Decision failed(Request request, Throwable failure) {
        if (failure instanceof StoreFailure store) {
            events.publish(new StoreFailed(time.instant(), store.reason()));
            return request.exemption() == Exemption.ALWAYS ? EXEMPT : STORE_UNAVAILABLE;
        }
        return guardFailed(failure);
    }

    /** Tells the listeners that the guard itself could not decide; the denial that this is. */
    public Denied guardFailed(Throwable failure) {
        events.publish(new GuardFailed(time.instant(), Stages.cause(failure)));
        return GUARD_UNAVAILABLE;
    }

    /** The denial of an update that was not read, because it can't be or because the guard is closed. */
    public Denied unread() {
        if (!closed) {
            return GUARD_UNAVAILABLE;
        }
        events.deniedByClosed();
        return CLOSED;
    }

    private void tell(Route route, Request request, Decision decision, long startNanos) {
        events.decided(route.listeners(), request, route.policy, decision, startNanos);
        if (!(decision instanceof Denied denied)) {
            return;
        }
        events.denied(request, denied, time);
        if (denied.hasBlockEnd() && denied.reason() == Reason.RATE_LIMITED && request.hasSubject()) {
            events.publish(SecurityEvent.Blocked.byEscalation(time.instant(), request, denied));
        }
    }
}
