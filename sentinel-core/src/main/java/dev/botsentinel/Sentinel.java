package dev.botsentinel;

import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.access.Principals;
import dev.botsentinel.access.UserRepository;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.EventDispatcher;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.guard.Chain;
import dev.botsentinel.guard.ChosenLimits;
import dev.botsentinel.guard.Placement;
import dev.botsentinel.guard.Rules;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.request.Subject;
import dev.botsentinel.response.DenialResponses;
import dev.botsentinel.response.HandlerFailures;
import dev.botsentinel.response.ResponseCounts;
import dev.botsentinel.response.Responses;
import dev.botsentinel.store.SentinelStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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

    private static final Decision CLOSED = Denied.of(Reason.UNAVAILABLE, "closed");

    private final RequestMapper<? super U> mapper;
    private final SentinelStore store;
    private final Engine engine;
    private final Principals principals;
    private final EventDispatcher events;
    private final Executor executor;
    private final InstantSource time;
    private final UnaryOperator<PolicySet> check;
    private final Function<PolicySet, Chain> compiler;
    private final boolean resolves;
    private final Responses responses;
    private final @Nullable DenialResponses<U> denials;
    private final HandlerFailures<U> failures;
    private volatile boolean closed;

    Sentinel(SentinelBuilder<U> builder) {
        this.mapper = builder.mapper;
        this.time = builder.time;
        this.executor = builder.executor;
        this.store = Objects.requireNonNull(
                builder.store, "a guard needs a storage: store(MemoryStore.create()) for one process");
        this.events = new EventDispatcher(builder.securityListeners, builder.decisionListeners);
        this.responses = new Responses(events, time, Responses.TIMEOUT);
        this.denials = builder.explainDenial == null
                ? null
                : new DenialResponses<>(builder.explainDenial, builder.acknowledgeDenial, responses, time);
        this.failures = new HandlerFailures<>(
                builder.errorClassifier,
                builder.answerFailure,
                new Cooling(this::limits, events, executor, time),
                responses,
                events,
                time);
        this.check = policy -> requireResolver(policy, builder.resolver);
        this.resolves = builder.resolver != null;
        this.principals = new Principals(
                builder.resolver,
                builder.resolving,
                resolves && builder.resolving.maximumSize() > 0 ? store.claimNotes() : null,
                time,
                executor,
                (request, failure) -> events.publish(new SecurityEvent.ResolverFailed(now(), request, failure)));
        Placement own = builder.placement;
        ChosenLimits chosen = builder.chosenLimits;
        this.compiler = policy -> Chain.compile(policy, own, chosen, store.fingerprintKey(), time);
        this.engine =
                new Engine(compiler.apply(check.apply(builder.policy)), store, principals, events, executor, time);
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
        return judge(update).decision().join();
    }

    /**
     * Decides on an update. Completes normally in any case; with a local storage and a known principal, on the calling
     * thread.
     */
    public CompletionStage<Decision> checkAsync(U update) {
        return judge(update).decision();
    }

    /**
     * Wraps a handler: it runs on the caller's thread for updates that are allowed. What it throws passes through.
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
            Judged judged = judge(update);
            if (judged.decision().join() instanceof Denied denied) {
                return refused(update, judged, denied);
            }
            try {
                return new Outcome.Handled<>(handler.apply(update));
            } catch (Throwable failure) {
                handlerFailed(update, judged, failure);
                throw failure;
            }
        };
    }

    /**
     * Wraps a handler that answers later. It is called on the thread that completes the decision: the caller's where
     * the decision is local, else one of the builder's executor. What it throws or fails with fails the stage.
     */
    public <R extends @Nullable Object> Function<U, CompletionStage<Outcome<R>>> guardAsync(
            Function<? super U, ? extends CompletionStage<R>> handler) {
        return update -> {
            Judged judged = judge(update);
            return judged.decision()
                    .thenCompose(decision -> decision instanceof Denied denied
                            ? CompletableFuture.completedFuture(this.<R>refused(update, judged, denied))
                            : call(handler, update, judged).thenApply(Outcome.Handled<R>::new));
        };
    }

    private <R extends @Nullable Object> Outcome<R> refused(U update, Judged judged, Denied denied) {
        if (denials != null && judged.request() != null) {
            denials.denied(update, judged.request(), denied);
        }
        return new Outcome.Refused<>(denied);
    }

    private <R extends @Nullable Object> CompletableFuture<R> call(
            Function<? super U, ? extends CompletionStage<R>> handler, U update, Judged judged) {
        CompletableFuture<R> answer;
        try {
            answer = handler.apply(update).toCompletableFuture();
        } catch (Throwable failure) {
            answer = CompletableFuture.failedFuture(failure);
        }
        return answer.whenComplete((result, failure) -> {
            if (failure != null) {
                handlerFailed(update, judged, failure);
            }
        });
    }

    private void handlerFailed(U update, Judged judged, Throwable failure) {
        if (judged.request() != null) {
            failures.failed(update, judged.request(), Engine.unwrapped(failure));
        }
    }

    /** An update's request, null if it could not be read, and the decision on it, which completes normally. */
    private record Judged(@Nullable Request request, CompletableFuture<Decision> decision) {

        static Judged unread(Decision decision) {
            return new Judged(null, CompletableFuture.completedFuture(decision));
        }
    }

    private Judged judge(U update) {
        if (closed) {
            return Judged.unread(CLOSED);
        }
        long start = System.nanoTime();
        Request request;
        try {
            request = Objects.requireNonNull(mapper.map(update), "the mapper made no request");
        } catch (Throwable failure) {
            return Judged.unread(engine.guardFailed(failure));
        }
        Rules rules = engine.chain().rules(request.action());
        EffectivePolicy policy = rules.policy();
        CompletableFuture<Decision> decision = engine.decide(rules, request);
        if (decision.isDone()) {
            tell(request, policy, decision.join(), System.nanoTime() - start);
            return new Judged(request, decision);
        }
        return new Judged(request, decision.thenApply(given -> {
            tell(request, policy, given, System.nanoTime() - start);
            return given;
        }));
    }

    private void tell(Request request, EffectivePolicy policy, Decision decision, long nanos) {
        events.decided(request, policy, decision, nanos);
        if (!(decision instanceof Denied denied)) {
            return;
        }
        Instant now = now();
        events.publish(SecurityEvent.denied(now, request, denied));
        Subject subject = request.subject();
        if (denied.reason() == Reason.RATE_LIMITED && denied.blockedUntil() != null && subject != null) {
            events.publish(new SecurityEvent.Blocked(
                    now, subject, denied.blockedUntil(), BlockSource.AUTOMATIC, "sentinel", "escalation"));
        }
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
     */
    public void policy(PolicySet policy) {
        engine.follow(compiler.apply(check.apply(policy)));
        events.publish(new SecurityEvent.PolicyChanged(now()));
    }

    /** The policy in force. */
    public PolicySet policy() {
        return engine.chain().policy();
    }

    /**
     * All that applies, entry by entry and stage by stage, own interceptors included, with what it costs: for people to
     * read, on several lines. The wording may change.
     */
    public String explain() {
        return engine.chain().explain(resolves);
    }

    /** What applies to the action with this name, and by which entry; on several lines, for people to read. */
    public String explain(String action) {
        return engine.chain().explain(action, resolves);
    }

    /** Blocks, lifts and lists. */
    public Blocklist blocklist() {
        return new Blocklist(store.admin(), new Changes(events, executor, time));
    }

    /** Inspects, resets, refunds and cools down. */
    public Limits limits() {
        return new Limits(store.admin(), this::policy, new Changes(events, executor, time));
    }

    /**
     * Changes the users of a repository, and has the guard know at once.
     *
     * @param users the repository; that this guard's resolver reads it is for the caller to see to
     */
    public Registrations registrations(UserRepository users) {
        return new Registrations(users, principals, events, executor, time);
    }

    /** Has the subject's principal resolved anew when it comes next; by this instance of the guard, not by others. */
    public void forget(String subjectId) {
        principals.forget(new Subject(subjectId));
    }

    /** What became of the answers to users; live. */
    public ResponseCounts responses() {
        return responses;
    }

    /**
     * Denies every further update as {@code unavailable}, and answers nobody any more. Doesn't wait for what is under way.
     * The storage is the caller's to close. Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        responses.close();
        principals.close();
    }
}
