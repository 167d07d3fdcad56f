package dev.botsentinel.engine;

import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.event.SecurityEvent.HandlerFailed;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.FailedUpdate;
import dev.botsentinel.response.Responder;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What is done about a handler's exception before it goes on to the caller: classified, told as an event with an incident's
 * id, answered. Thread-safe.
 *
 * @param <U> the application's update type
 */
public final class HandlerFailures<U> {

    /** Crockford's base 32: nothing that is taken for something else when read aloud or copied. */
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int INCIDENT_LENGTH = 8;

    private final Triage triage;
    private final @Nullable Responder<? super FailedUpdate<U>> responder;
    private final Responses responses;
    private final EventDispatcher events;
    private final InstantSource time;

    /**
     * @param triage says what kind of failure it is, and cools down
     * @param responder told of every failure; null for nobody
     * @param responses calls the responder
     */
    public HandlerFailures(
            Triage triage,
            @Nullable Responder<? super FailedUpdate<U>> responder,
            Responses responses,
            EventDispatcher events,
            InstantSource time) {
        this.triage = triage;
        this.responder = responder;
        this.responses = responses;
        this.events = events;
        this.time = time;
    }

    /** The handler failed on the update, which the decision had allowed. */
    public void failed(U update, Request request, Allowed decision, Throwable cause) {
        ErrorKind kind = triage.classify(cause, request);
        String incident = incident();
        events.publish(new HandlerFailed(time.instant(), request, cause, incident, kind));
        triage.cool(kind, request);
        if (responder != null) {
            responses.send(responder, new FailedUpdate<>(update, request, decision, incident, kind), request);
        }
    }

    /** 40 random bits: enough to find one failure among a year's, short enough to be read out. */
    private static String incident() {
        StringBuilder id = new StringBuilder(INCIDENT_LENGTH);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < INCIDENT_LENGTH; i++) {
            id.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return id.toString();
    }
}
