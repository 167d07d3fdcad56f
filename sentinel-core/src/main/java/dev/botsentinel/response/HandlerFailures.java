package dev.botsentinel.response;

import dev.botsentinel.event.ErrorClassifier;
import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.event.ErrorKind.Cooldown;
import dev.botsentinel.event.EventDispatcher;
import dev.botsentinel.event.SecurityEvent.HandlerFailed;
import dev.botsentinel.request.Request;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
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

    private final ErrorClassifier classifier;
    private final @Nullable Responder<? super FailedUpdate<U>> responder;
    private final BiConsumer<Request, Cooldown> cooling;
    private final Responses responses;
    private final EventDispatcher events;
    private final InstantSource time;

    /**
     * @param responder told of every failure; null for nobody
     * @param cooling has a limit refuse for a while whoever sent the request; what it throws is logged
     * @param responses calls the responder
     */
    public HandlerFailures(
            ErrorClassifier classifier,
            @Nullable Responder<? super FailedUpdate<U>> responder,
            BiConsumer<Request, Cooldown> cooling,
            Responses responses,
            EventDispatcher events,
            InstantSource time) {
        this.classifier = classifier;
        this.responder = responder;
        this.cooling = cooling;
        this.responses = responses;
        this.events = events;
        this.time = time;
    }

    /** The handler failed on the update. */
    public void failed(U update, Request request, Throwable cause) {
        ErrorKind kind = classify(cause, request);
        String incident = incident();
        events.publish(new HandlerFailed(time.instant(), request, cause, incident, kind));
        if (kind.cooldown() != null) {
            cool(request, kind.cooldown());
        }
        if (responder != null) {
            responses.send(responder, new FailedUpdate<>(update, request, incident, kind), request);
        }
    }

    /** A limit that isn't there is the classifier's fault, and must not hide the handler's. */
    private void cool(Request request, Cooldown cooldown) {
        try {
            cooling.accept(request, cooldown);
        } catch (Throwable failure) {
            events.contain(classifier, failure);
        }
    }

    /** The handler's exception must go on whatever the classifier does, so that nothing leaves this method. */
    private ErrorKind classify(Throwable cause, Request request) {
        try {
            return Objects.requireNonNull(classifier.classify(cause, request), "the classifier answered null");
        } catch (Throwable failure) {
            events.contain(classifier, failure);
            return ErrorKind.UNCLASSIFIED;
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
