package dev.botsentinel;

import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.access.Principals;
import dev.botsentinel.access.UserRepository;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.engine.ChosenLimits;
import dev.botsentinel.engine.ContainedTime;
import dev.botsentinel.engine.DenialResponses;
import dev.botsentinel.engine.Engine;
import dev.botsentinel.engine.EventDispatcher;
import dev.botsentinel.engine.GuardLog;
import dev.botsentinel.engine.HandlerFailures;
import dev.botsentinel.engine.Placement;
import dev.botsentinel.engine.Releases;
import dev.botsentinel.engine.Responses;
import dev.botsentinel.engine.Routes;
import dev.botsentinel.engine.Triage;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.EventQueue;
import dev.botsentinel.event.QueueHealth;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.record.Recorder;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.request.Subject;
import dev.botsentinel.response.ResponseCounts;
import dev.botsentinel.store.DenialHistory;
import dev.botsentinel.store.SentinelStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The guard in front of an update handler: blocklist, user resolver and roles, debounce and rate limits, in this order.
 *
 * <pre>{@code
 * Sentinel<MyUpdate> sentinel = Sentinel.builder(MyUpdates::toRequest)
 *         .policy(PolicyFile.read(Path.of("policy.yml")))
 *         .store(MemoryStore.create())
 *         .build();
 * bot.onUpdate(sentinel.guard(this::handle));
 * }</pre>
 *
 * <p>Thread-safe. Deciding never throws: what fails is a denial with the reason {@code unavailable} and an event. Nothing
 * is shared between two instances but what they are given.
 *
 * @param <U> the application's update type
 */
public final class Sentinel<U> implements AutoCloseable {

    private final SentinelStore store;
    private final Engine engine;
    private final Principals principals;
    private final EventDispatcher events;
    private final Executor executor;
    private final InstantSource time;
    private final UnaryOperator<PolicySet> check;
    private final PolicyLog policyLog;
    private final GuardLog log;
    private final @Nullable Recorder recorder;
    private final List<Supplier<QueueHealth>> queues = new CopyOnWriteArrayList<>();
    private final Function<PolicySet, Routes> compiler;
    private final boolean resolves;
    private final Releases releases;
    private final Responses responses;
    private final RequestMapper<? super U> mapper;
    private final GuardedHandlers<U> handlers;
    private final Runnable endOfStoreNews;
    private final PrincipalInvalidation forgetting;

    Sentinel(SentinelBuilder<U> builder) {
        this.time = new ContainedTime(builder.time);
        this.executor = builder.executor;
        this.store = Objects.requireNonNull(
                builder.store, "a guard needs a storage: store(MemoryStore.create()) for one process");
        this.log = builder.log == null ? GuardLog.of(store.fingerprintKey(), time) : builder.log;
        this.recorder = builder.recorder;
        this.events = new EventDispatcher(listeners(builder, store.denials()), decisionListeners(builder), log);
        Triage triage = new Triage(
                builder.errorClassifier, new CooldownOnFailure(this::limits, events, executor, time), events);
        this.responses = new Responses(triage, events, time, Responses.TIMEOUT, log);
        this.policyLog = new PolicyLog(builder.platform, builder.logger);
        PrincipalResolver resolver = builder.resolver;
        this.check = policy -> {
            policyLog.refuse(policy);
            return requireResolver(policy, resolver);
        };
        this.resolves = builder.resolver != null;
        Placement own = builder.placement;
        ChosenLimits chosen = builder.chosenLimits;
        this.compiler = policy -> new Routes(policy, own, chosen, store, events, builder.time);
        // before the storage's cache is claimed, for this may fail
        Routes routes = compiler.apply(check.apply(builder.policy));
        this.principals = new Principals(
                builder.resolver,
                builder.resolving,
                resolves && builder.resolving.maximumSize() > 0 ? store.claimPrincipalCache() : null,
                builder.time,
                executor,
                (request, failure) -> events.publish(new SecurityEvent.ResolverFailed(now(), request, failure)),
                recorder == null ? null : recorder::resolved);
        this.forgetting = new PrincipalInvalidation(principals, store.peerNews());
        this.engine = new Engine(routes, principals, events, executor, time, builder.random);
        this.mapper = builder.mapper;
        this.releases = new Releases(store, time);
        this.handlers = new GuardedHandlers<>(engine, denials(builder), failures(builder, triage), undo(builder));
        this.endOfStoreNews = store.listen(new OutageEvents(events, executor, time));
        this.queues.add(responses::health);
        if (recorder != null) {
            recorder.follow(builder.policy);
            queues.add(recorder::health);
        }
        builder.securityListeners.forEach(listener -> {
            if (listener instanceof EventQueue queue) {
                queues.add(queue::health);
            }
        });
        policyLog.starts(builder.policy, store);
    }

    private static List<SecurityListener> listeners(SentinelBuilder<?> builder, DenialHistory history) {
        List<SecurityListener> listeners = new ArrayList<>(builder.securityListeners);
        if (history.perSubject() > 0) {
            listeners.add(new DenialRecorder(history));
        }
        return listeners;
    }

    private static List<DecisionListener> decisionListeners(SentinelBuilder<?> builder) {
        return builder.recorder == null
                ? builder.decisionListeners
                : Stream.concat(builder.decisionListeners.stream(), Stream.of(builder.recorder))
                        .toList();
    }

    private @Nullable DenialResponses<U> denials(SentinelBuilder<U> builder) {
        return builder.explainDenial == null
                ? null
                : new DenialResponses<>(
                        builder.explainDenial, builder.acknowledgeDenial, responses, store, events, executor, time);
    }

    private HandlerFailures<U> failures(SentinelBuilder<U> builder, Triage triage) {
        return new HandlerFailures<>(triage, builder.answerFailure, responses, events, time);
    }

    private UndoOnFailure undo(SentinelBuilder<U> builder) {
        return new UndoOnFailure(releases, builder.refundsOnFailure ? this::limits : null, events, executor, time);
    }

    /** A builder for a guard of updates that this mapper reads. */
    public static <U> SentinelBuilder<U> builder(RequestMapper<? super U> mapper) {
        return new SentinelBuilder<>(mapper);
    }

    private static PolicySet requireResolver(PolicySet policy, @Nullable PrincipalResolver resolver) {
        if (resolver == null) {
            policy.effective().stream()
                    .filter(effective -> !effective.requires().isNone())
                    .findFirst()
                    .ifPresent(effective -> {
                        throw new IllegalStateException("the policy requires something of whoever asks for "
                                + effective.entry() + ", but nobody can be known; add resolver(...) to the builder");
                    });
        }
        return policy;
    }

    /** Decides on an update; waits for the decision. */
    public Decision check(U update) {
        long start = System.nanoTime();
        Request request = read(update);
        return request == null ? engine.unread() : engine.decide(request, start).join();
    }

    /**
     * Decides on an update. Completes normally in any case; with a local storage and a known principal, on the calling
     * thread. Cancelling what is returned cancels nothing else.
     */
    public CompletionStage<Decision> checkAsync(U update) {
        long start = System.nanoTime();
        Request request = read(update);
        return request == null
                ? CompletableFuture.completedFuture(engine.unread())
                : engine.decide(request, start).toFuture().copy();
    }

    /**
     * Decides on a request that was made of an update already, by {@link #request}; waits for the decision. So whoever
     * has to look at a request before, to queue its update by chat, has it made once.
     */
    public Decision checkRequest(Request request) {
        return engine.decide(request, System.nanoTime()).join();
    }

    /** As {@link #checkRequest}, without waiting; see {@link #checkAsync}. */
    public CompletionStage<Decision> checkRequestAsync(Request request) {
        return engine.decide(request, System.nanoTime()).toFuture().copy();
    }

    /**
     * The facts about an update, as this guard's mapper reads them.
     *
     * @return empty if it can't be read, which is an event, or if the guard is closed
     */
    public Optional<Request> request(U update) {
        return Optional.ofNullable(read(update));
    }

    private @Nullable Request read(U update) {
        return engine.isClosed() ? null : map(update);
    }

    private @Nullable Request map(U update) {
        try {
            return Objects.requireNonNull(mapper.map(update), "the mapper made no request");
        } catch (Throwable failure) {
            engine.guardFailed(failure);
            return null;
        }
    }

    /**
     * Has the storage forget the id and the fingerprint of an update that could not be handled, so that a redelivery or a
     * retry is no duplicate: for callers of {@link #check}, as guarded handlers do so themselves. Permits stay spent; {@link
     * Limits#refund(Request, Decision.Allowed, String, String)} gives them back.
     *
     * <p>Only for an update that was allowed: after a denial this forgets what another one has left. What own interceptors
     * had the storage remember stays. Does nothing if the update can't be read, which is an event; works on a closed guard.
     *
     * @return completes when it is forgotten; fails with a {@link dev.botsentinel.store.StoreException} if the storage
     *     can't answer
     */
    public CompletionStage<@Nullable Void> release(U update) {
        Request request = map(update);
        return request == null ? CompletableFuture.completedFuture(null) : releaseRequest(request);
    }

    /** As {@link #release}, for a request that was made of the update already. */
    public CompletionStage<@Nullable Void> releaseRequest(Request request) {
        return CompletableFuture.allOf(
                releases.release(request, engine.routes()).toArray(CompletableFuture[]::new));
    }

    /**
     * Wraps a handler: it runs on the caller's thread for updates that are allowed. What it throws passes through; the
     * storage then forgets the update's id and fingerprint, so that a redelivery or a retry is no duplicate.
     */
    public Consumer<U> guard(Consumer<? super U> handler) {
        Function<U, Outcome<@Nullable Void>> guarded = guardCall(update -> {
            handler.accept(update);
            return null;
        });
        return update -> {
            Outcome<@Nullable Void> unused = guarded.apply(update);
        };
    }

    /** Wraps a handler with a result, which runs on the caller's thread. What it throws passes through. */
    public <R extends @Nullable Object> Function<U, Outcome<R>> guardCall(Function<? super U, ? extends R> handler) {
        return update -> {
            long start = System.nanoTime();
            Request request = read(update);
            return request == null
                    ? new Outcome.Refused<>(engine.unread())
                    : handlers.call(request, update, handler, start);
        };
    }

    /**
     * Wraps a handler that answers later. It is called on the thread that completes the decision: the caller's where
     * the decision is local, else one of the builder's executor. What it throws or fails with fails the stage.
     */
    public <R extends @Nullable Object> Function<U, CompletionStage<Outcome<R>>> guardAsync(
            Function<? super U, ? extends CompletionStage<R>> handler) {
        return update -> {
            long start = System.nanoTime();
            Request request = read(update);
            return request == null
                    ? CompletableFuture.completedFuture(new Outcome.Refused<>(engine.unread()))
                    : handlers.callAsync(request, update, handler, start);
        };
    }

    /**
     * Runs the handler on the caller's thread if the update is allowed; for whoever has the update's request already.
     * What the handler throws passes through.
     *
     * @param request the update's, by {@link #request}
     */
    public <R extends @Nullable Object> Outcome<R> handle(
            Request request, U update, Function<? super U, ? extends R> handler) {
        return handlers.call(request, update, handler, System.nanoTime());
    }

    /** As {@link #handle}, for a handler that answers later; see {@link #guardAsync}. */
    public <R extends @Nullable Object> CompletionStage<Outcome<R>> handleAsync(
            Request request, U update, Function<? super U, ? extends CompletionStage<R>> handler) {
        return handlers.callAsync(request, update, handler, System.nanoTime());
    }

    /**
     * Tells the listeners that an update was dropped before it could be decided on, for lack of room in a queue in front of
     * the guard: a {@link SecurityEvent.UpdateDropped}. Never throws; an update that can't be read is told of as what it is.
     */
    public void dropped(U update) {
        try {
            droppedRequest(mapper.map(update));
        } catch (Throwable failure) {
            engine.guardFailed(failure);
        }
    }

    /** As {@link #dropped}, for an update that {@link #request} has mapped already. Never throws. */
    public void droppedRequest(Request request) {
        events.publish(new SecurityEvent.UpdateDropped(now(), request));
    }

    private Instant now() {
        return time.instant();
    }

    /**
     * Follows another policy from now on. Decisions under way keep the old one; stored state outlives the change.
     *
     * @throws IllegalStateException if the policy requires something of principals and the guard has no resolver; the
     *     old policy then stays
     * @throws IllegalArgumentException if it lacks limits that {@code limitsBy} declares; the old policy then stays
     * @throws PolicyException if an entry has requirements and no update of the platform can fall under it or be refused;
     *     the old policy then stays
     */
    public void policy(PolicySet policy) {
        PolicySet old = policy();
        Routes routes = compiler.apply(check.apply(policy));
        if (recorder != null) {
            recorder.follow(policy);
        }
        engine.follow(routes);
        policyLog.changes(old, policy);
        events.publish(new SecurityEvent.PolicyChanged(now()));
    }

    /** The policy in force. */
    public PolicySet policy() {
        return engine.routes().policy();
    }

    /**
     * All that applies, entry by entry and stage by stage, own interceptors included, with what it costs: for people to
     * read, on several lines. The wording may change.
     */
    public String explain() {
        return engine.routes().explain(resolves);
    }

    /** What applies to the action with this name, and by which entry; on several lines, for people to read. */
    public String explain(String action) {
        return engine.routes().explain(action, resolves);
    }

    /** Blocks, lifts and lists. */
    public Blocklist blocklist() {
        return new Blocklist(store.admin(), new ChangeEvents(events, executor, time));
    }

    /** Inspects, resets, refunds and cools down. */
    public Limits limits() {
        return new Limits(store, this::policy, new ChangeEvents(events, executor, time));
    }

    /** Hands out, or erases, all that is kept of one subject. */
    public StoredData data() {
        return new StoredData(store.admin(), store.denials(), forgetting, new ChangeEvents(events, executor, time));
    }

    /**
     * Changes the users of a repository, and has the guard know at once.
     *
     * @param users the repository; that this guard's resolver reads it is for the caller to see to
     */
    public Registrations registrations(UserRepository users) {
        return new Registrations(users, forgetting, events, executor, time);
    }

    /**
     * Has the subject's principal resolved anew when it comes next: by this guard at once, by all others that share the
     * storage as soon as they hear of it. If they can't be told, which is logged, it lives on there for its time.
     */
    public void forget(String subjectId) {
        CompletionStage<Boolean> unused = forgetting.everywhere(new Subject(subjectId));
    }

    /** What became of the answers to users; live. */
    public ResponseCounts responses() {
        return responses;
    }

    /** How the guard and its storage fare now. Cheap: asks no server, though it goes through the whole policy once. */
    public GuardHealth health() {
        PolicySet policy = policy();
        return new GuardHealth(
                engine.isClosed(),
                store.health(),
                policy.fingerprint(),
                policy.origin(),
                queues.stream().map(Supplier::get).toList(),
                log.lastFailure());
    }

    /**
     * Has {@link #health()} say how full a queue in front of the guard is; an {@link dev.botsentinel.run.UpdateRunner} does so itself.
     *
     * @return ends this
     */
    public Runnable watchQueue(Supplier<QueueHealth> queue) {
        queues.add(queue);
        return () -> queues.remove(queue);
    }

    /**
     * Denies every further update as {@code unavailable}, and answers nobody any more. Doesn't wait for what is under way.
     * The storage is the caller's to close. Idempotent.
     */
    @Override
    public void close() {
        boolean wasOpen = !engine.isClosed();
        engine.close();
        endOfStoreNews.run();
        forgetting.close();
        responses.close();
        principals.close();
        log.close();
        if (wasOpen) {
            policyLog.ends(policy());
        }
    }
}
