package dev.botsentinel.engine;

import dev.botsentinel.event.ErrorClassifier;
import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.event.ErrorKind.Cooldown;
import dev.botsentinel.request.Request;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * Says what kind a failure is, of a handler or of an answer to a user, and has a limit refuse for a while if it is of such
 * a kind: an API that refuses for now refuses both. Whatever the application's classifier does, nothing leaves. Thread-safe.
 *
 * @param classifier the application's
 * @param cooling has a limit refuse for a while whoever sent the request; what it throws is logged
 * @param events logs what the classifier does wrong
 */
public record Triage(ErrorClassifier classifier, BiConsumer<Request, Cooldown> cooling, EventDispatcher events) {

    /** The kind of the failure; never null and never an exception. */
    ErrorKind classify(Throwable cause, Request request) {
        try {
            return Objects.requireNonNull(classifier.classify(cause, request), "the classifier answered null");
        } catch (Throwable failure) {
            events.contain(classifier, failure);
            return ErrorKind.UNCLASSIFIED;
        }
    }

    /** Cools down what the kind says, if anything. A limit that isn't there is the classifier's fault, and logged as that. */
    void cool(ErrorKind kind, Request request) {
        if (kind.cooldown() == null) {
            return;
        }
        try {
            cooling.accept(request, kind.cooldown());
        } catch (Throwable failure) {
            events.contain(classifier, failure);
        }
    }
}
