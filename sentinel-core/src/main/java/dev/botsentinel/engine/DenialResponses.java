package dev.botsentinel.engine;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.DeniedUpdate;
import dev.botsentinel.response.Responder;
import java.time.InstantSource;
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

    /**
     * @param explain told of the first denial in a window
     * @param acknowledge told of all others; null for nobody
     * @param responses calls both
     * @param time the time of the windows
     */
    public DenialResponses(
            Responder<? super DeniedUpdate<U>> explain,
            @Nullable Responder<? super DeniedUpdate<U>> acknowledge,
            Responses responses,
            InstantSource time) {
        this.explain = explain;
        this.acknowledge = acknowledge;
        this.responses = responses;
        this.told = new AnswerWindows(time);
    }

    /** Has the denial answered, if it is to be. Never blocks and never throws. */
    public void denied(U update, Request request, Denied decision) {
        if (decision.isAlbumPart()) {
            responses.repeat(); // a person sent one album, not ten
            return;
        }
        boolean first = told.isFirst(request, decision);
        if (!first) {
            responses.repeat();
        }
        Responder<? super DeniedUpdate<U>> responder = first ? explain : acknowledge;
        if (responder != null) {
            responses.send(responder, new DeniedUpdate<>(update, request, decision), request);
        }
    }
}
