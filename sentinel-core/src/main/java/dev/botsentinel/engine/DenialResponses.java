package dev.botsentinel.engine;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.DeniedUpdate;
import dev.botsentinel.response.Responder;
import dev.botsentinel.store.SentinelStore;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Answers denied updates: explains once for each window, subject and reason, and has all others acknowledged. Thread-safe.
 *
 * @param <U> the application's update type
 */
public final class DenialResponses<U> {

    private final Responder<? super DeniedUpdate<U>> explain;
    private final @Nullable Responder<? super DeniedUpdate<U>> acknowledge;
    private final Responses responses;
    private final AnswerWindows told;
    private final @Nullable SharedAnswerWindows toldByAny;
    private final EventDispatcher events;
    private final Executor executor;
    private final InstantSource time;

    /**
     * @param explain told of the first denial in a window
     * @param acknowledge told of all others; null for nobody
     * @param responses calls both
     * @param store asked whether another instance has explained, if it shares its state with others
     * @param events told if it can't answer
     * @param executor where continues what it answers later
     * @param time the time of the windows
     */
    public DenialResponses(
            Responder<? super DeniedUpdate<U>> explain,
            @Nullable Responder<? super DeniedUpdate<U>> acknowledge,
            Responses responses,
            SentinelStore store,
            EventDispatcher events,
            Executor executor,
            InstantSource time) {
        this.explain = explain;
        this.acknowledge = acknowledge;
        this.responses = responses;
        this.told = new AnswerWindows(time);
        this.toldByAny = store.peerNews() == null ? null : new SharedAnswerWindows(store);
        this.events = events;
        this.executor = executor;
        this.time = time;
    }

    /** Has the denial answered, if it is to be. Never blocks and never throws. */
    public void denied(U update, Request request, Denied decision) {
        if (decision.isAlbumPart()) {
            responses.repeat(); // a person sent one album, not ten
            return;
        }
        DeniedUpdate<U> denied = new DeniedUpdate<>(update, request, decision);
        if (!told.isFirst(request, decision)) {
            answer(denied, false);
        } else if (toldByAny == null) {
            answer(denied, true);
        } else {
            answerUnlessAnotherHas(denied, toldByAny.isFirst(request, decision));
        }
    }

    /** What can't be asked is explained: twice is better than never. */
    private void answerUnlessAnotherHas(DeniedUpdate<U> denied, CompletableFuture<Boolean> first) {
        var unused = first.whenCompleteAsync(
                (isFirst, failure) -> {
                    answer(denied, failure != null || isFirst);
                    if (failure != null) {
                        events.publish(new StoreFailed(time.instant(), Stages.cause(failure)));
                    }
                },
                executor);
    }

    private void answer(DeniedUpdate<U> denied, boolean first) {
        if (!first) {
            responses.repeat();
        }
        Responder<? super DeniedUpdate<U>> responder = first ? explain : acknowledge;
        if (responder != null) {
            responses.send(responder, denied, denied.request());
        }
    }
}
