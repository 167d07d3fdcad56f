package dev.botsentinel;

import dev.botsentinel.access.Principals;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.EventDispatcher;
import dev.botsentinel.event.SecurityEvent.GuardFailed;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.guard.Chain;
import dev.botsentinel.guard.Examination;
import dev.botsentinel.guard.Rules;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.Stages;
import dev.botsentinel.store.StoreException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the chain. A decision is one {@code evaluate} on the storage. A probe, which writes nothing, goes ahead of it only
 * where no principal is cached (a blocked subject must not cost a resolver call) or where a local refusal has to yield to
 * a block.
 *
 * <p>What fails fails its stage, up to {@link #decide}, where it becomes an event and a decision: whoever hears of it may
 * wait for what waited for this decision, as the parts of an album do. What is complete goes on on the calling thread, all
 * else on the executor, never on the thread of a client. Thread-safe.
 */
final class Engine {

    private static final Decision STORE_UNAVAILABLE = Denied.of(Reason.UNAVAILABLE, "storage");
    private static final Decision EXEMPT = new Allowed(Passage.EXEMPT, List.of(), List.of());
    private static final Decision GUARD_UNAVAILABLE = Denied.of(Reason.UNAVAILABLE, "guard");

    private final SentinelStore store;
    private final Principals principals;
    private final Albums albums;
    private final EventDispatcher events;
    private final Executor executor;
    private final InstantSource time;
    private volatile Chain chain;

    Engine(
            Chain chain,
            SentinelStore store,
            Principals principals,
            EventDispatcher events,
            Executor executor,
            InstantSource time) {
        this.chain = chain;
        this.store = store;
        this.principals = principals;
        this.albums = new Albums(time, executor);
        this.events = events;
        this.executor = executor;
        this.time = time;
    }

    /** Decisions that begin from now on follow this chain; those under way keep theirs. */
    void follow(Chain newChain) {
        this.chain = newChain;
    }

    Chain chain() {
        return chain;
    }

    /** The whole flow, by the rules of this chain. Completes normally in any case. */
    CompletableFuture<Decision> decide(Rules rules, Request request) {
        try {
            CompletableFuture<Decision> future = judge(rules, request).toCompletableFuture();
            return future.isDone() && !future.isCompletedExceptionally()
                    ? future
                    : future.exceptionally(failure -> failed(request, Stages.cause(failure)));
        } catch (Throwable failure) {
            return CompletableFuture.completedFuture(failed(request, Stages.cause(failure)));
        }
    }

    /** What was paid, and a chat that changed, reach the handler though the storage fails. */
    private Decision failed(Request request, Throwable failure) {
        if (failure instanceof StoreFailure store) {
            events.publish(new StoreFailed(time.instant(), store.failure));
            return request.exemption() == Exemption.ALWAYS ? EXEMPT : STORE_UNAVAILABLE;
        }
        return guardFailed(failure);
    }

    /** Denies what could not even be made a request. */
    Decision guardFailed(Throwable failure) {
        events.publish(new GuardFailed(time.instant(), Stages.cause(failure)));
        return GUARD_UNAVAILABLE;
    }

    private CompletionStage<Decision> judge(Rules rules, Request request) {
        if (request.exemption() != Exemption.NONE) {
            return conclude(rules.examineExempt(request), Passage.EXEMPT);
        }
        return request.album() == null
                ? judge(rules, request, Passage.CHECKED)
                : albums.decide(request, passage -> judge(rules, request, passage));
    }

    private CompletionStage<Decision> judge(Rules rules, Request request, Passage passage) {
        Resolution known = principals.known(request);
        if (known != null) {
            return conclude(rules.examine(request, known), passage);
        }
        Examination block = rules.examineBlock(request);
        return then(
                probe(block),
                denied -> denied instanceof Denied given && block.isFinal(given)
                        ? done(denied)
                        : resolve(rules, request, passage));
    }

    /** The block has been asked for; a refusal that only a block outranks stands. */
    private CompletionStage<Decision> resolve(Rules rules, Request request, Passage passage) {
        return then(principals.resolve(request), resolution -> {
            Examination examination = rules.examine(request, resolution);
            return examination.refusal() != null && examination.asksForBlockAlone()
                    ? done(refused(examination.refusal()))
                    : conclude(examination, passage);
        });
    }

    private CompletionStage<Decision> conclude(Examination examined, Passage passage) {
        Examination examination = passage == Passage.ALBUM ? examined.asAlbumPart() : examined;
        return examination.refusal() != null
                ? probe(examination)
                : evaluate(examination.plan(), new Question(examination, passage, null));
    }

    /** What denies the request so far: the storage's reason before the local one; null if there is none. */
    private CompletionStage<@Nullable Decision> probe(Examination examination) {
        Examination asked = examination.enforced();
        Decision local = asked.refusal() == null ? null : refused(asked.refusal());
        return asked.steps().isEmpty()
                ? done(local)
                : evaluate(asked.probe(), new Question(asked, Passage.CHECKED, local));
    }

    private static Decision refused(Ruling.Refusal refusal) {
        return Denied.of(refusal.reason(), refusal.rule());
    }

    /**
     * What a verdict answers.
     *
     * @param passage how the update is allowed, if the plan is
     * @param local what denies the update locally, if the storage doesn't; null if nothing does
     */
    private record Question(
            Examination examination,
            Passage passage,
            @Nullable Decision local) {

        @Nullable
        Decision answer(Plan plan, Verdict verdict) {
            return plan.probe() && !(verdict instanceof Verdict.Refused)
                    ? local
                    : Verdicts.decision(examination, verdict, passage);
        }
    }

    private CompletionStage<@Nullable Decision> evaluate(Plan plan, Question question) {
        if (plan.steps().isEmpty()) {
            return done(question.answer(plan, Verdict.Admitted.EMPTY));
        }
        CompletableFuture<Verdict> answer;
        try {
            answer = store.evaluate(plan).toCompletableFuture();
        } catch (Throwable failure) {
            throw new StoreFailure(Stages.cause(failure));
        }
        Verdict given = answer.isCompletedExceptionally() ? null : answer.getNow(null);
        if (given != null) {
            return done(question.answer(plan, given));
        }
        BiFunction<@Nullable Verdict, @Nullable Throwable, @Nullable Decision> judged = (verdict, failure) -> {
            if (verdict == null) {
                throw new StoreFailure(
                        failure == null ? new StoreException("the storage answered null") : Stages.cause(failure));
            }
            return question.answer(plan, verdict);
        };
        return answer.isDone() ? answer.handle(judged) : answer.handleAsync(judged, executor);
    }

    /** The storage failed a call; what went wrong is the cause. */
    private static final class StoreFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Throwable failure;

        StoreFailure(Throwable failure) {
            super(null, null, false, false);
            this.failure = failure;
        }
    }

    private <T, R> CompletionStage<R> then(CompletionStage<T> stage, Function<T, CompletionStage<R>> next) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        return future.isDone() ? next.apply(future.join()) : future.thenComposeAsync(next, executor);
    }

    private static CompletionStage<@Nullable Decision> done(@Nullable Decision decision) {
        return CompletableFuture.completedFuture(decision);
    }
}
