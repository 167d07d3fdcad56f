package dev.botsentinel.event;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that went wrong or was changed. Carries ids, never content. Immutable. */
public sealed interface SecurityEvent {

    /** When it happened. */
    Instant at();

    /** The event of a denial, by its reason. */
    static SecurityEvent denied(Instant at, Request request, Denied decision) {
        return switch (decision.reason()) {
            case BLOCKED -> new BlockedAttempt(at, request, decision);
            case UNRESOLVED, VETOED, UNREGISTERED, FORBIDDEN, STEP_UP_REQUIRED ->
                new AccessDenied(at, request, decision);
            case DUPLICATE -> new Duplicate(at, request, decision);
            case RATE_LIMITED -> new RateLimited(at, request, decision);
            case UNAVAILABLE -> new Unavailable(at, request, decision);
        };
    }

    /** A limit refused an update. */
    record RateLimited(Instant at, Request request, Denied decision) implements SecurityEvent {}

    /** An update was a repeat or a redelivery. */
    record Duplicate(Instant at, Request request, Denied decision) implements SecurityEvent {}

    /** A blocked subject tried something. */
    record BlockedAttempt(Instant at, Request request, Denied decision) implements SecurityEvent {}

    /** The principal may not do what it tried, could not be resolved, or was vetoed. */
    record AccessDenied(Instant at, Request request, Denied decision) implements SecurityEvent {}

    /** An update was denied because a stage that fails closed could not decide. */
    record Unavailable(Instant at, Request request, Denied decision) implements SecurityEvent {}

    /** A subject was blocked; {@code until} is null for ever. */
    record Blocked(Instant at, Subject subject, @Nullable Instant until, String actor, String reason)
            implements SecurityEvent {}

    /** A subject's block was lifted. */
    record Unblocked(Instant at, Subject subject, String actor, String reason) implements SecurityEvent {}

    /** The resolver threw, failed, answered null or took too long. */
    record ResolverFailed(Instant at, Request request, Throwable cause) implements SecurityEvent {}

    /** The storage failed a call. */
    record StoreFailed(Instant at, Throwable cause) implements SecurityEvent {}

    /** The adapter or an own interceptor threw; the update was denied. */
    record GuardFailed(Instant at, Throwable cause) implements SecurityEvent {}

    /** The handler threw; the exception went on to the caller. */
    record HandlerFailed(Instant at, Request request, Throwable cause) implements SecurityEvent {}

    /** The policy was replaced. */
    record PolicyChanged(Instant at) implements SecurityEvent {}
}
