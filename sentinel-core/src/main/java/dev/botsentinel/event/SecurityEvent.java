package dev.botsentinel.event;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.BuiltInRule;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong or was changed. Carries ids and never content: requests are kept without theirs. A cause is
 * the application's own exception and may say anything: {@code toString} has its class alone, and is one line. Immutable.
 */
public sealed interface SecurityEvent {

    /** When it happened. */
    Instant at();

    /** The kind of event in logs: {@code rate_limited}. */
    String label();

    /** The event of a denial, by its reason. */
    static Denial denied(Instant at, Request request, Denied decision) {
        return switch (decision.reason()) {
            case BLOCKED -> new BlockedAttempt(at, request, decision);
            case STALE -> new Stale(at, request, decision);
            case UNRESOLVED, VETOED, UNREGISTERED, FORBIDDEN, STEP_UP_REQUIRED ->
                new AccessDenied(at, request, decision);
            case DUPLICATE -> new Duplicate(at, request, decision);
            case RATE_LIMITED -> new RateLimited(at, request, decision);
            case UNAVAILABLE -> new Unavailable(at, request, decision);
        };
    }

    /** An update was denied. Exactly one for each denied update that could be read. */
    sealed interface Denial extends SecurityEvent {

        /** What was denied, without its content. */
        Request request();

        /** Why, with the numbers. */
        Denied decision();
    }

    /** A limit refused an update. */
    record RateLimited(Instant at, Request request, Denied decision) implements Denial {

        public RateLimited {
            request = request.withoutContent();
        }

        @Override
        public String label() {
            return "rate_limited";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** An update was sent too long ago. */
    record Stale(Instant at, Request request, Denied decision) implements Denial {

        public Stale {
            request = request.withoutContent();
        }

        @Override
        public String label() {
            return "stale";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** An update was a repeat or a redelivery. */
    record Duplicate(Instant at, Request request, Denied decision) implements Denial {

        public Duplicate {
            request = request.withoutContent();
        }

        @Override
        public String label() {
            return "duplicate";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** A blocked subject tried something. */
    record BlockedAttempt(Instant at, Request request, Denied decision) implements Denial {

        public BlockedAttempt {
            request = request.withoutContent();
        }

        @Override
        public String label() {
            return "blocked_attempt";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** The principal may not do what it tried, could not be resolved, or was vetoed. */
    record AccessDenied(Instant at, Request request, Denied decision) implements Denial {

        public AccessDenied {
            request = request.withoutContent();
        }

        @Override
        public String label() {
            return "access_denied";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** An update was denied because a stage that fails closed could not decide. */
    record Unavailable(Instant at, Request request, Denied decision) implements Denial {

        public Unavailable {
            request = request.withoutContent();
        }

        @Override
        public String label() {
            return "unavailable";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /**
     * A subject was blocked.
     *
     * @param until when the block ends; null for ever
     * @param source whether a person or the application blocked, or the escalation
     * @param actor who blocked; {@code sentinel} for the escalation
     * @param reason why, in the actor's words
     */
    record Blocked(
            Instant at, Subject subject, @Nullable Instant until, BlockSource source, String actor, String reason)
            implements SecurityEvent {

        /** The block that a denial led to. */
        public static Blocked byEscalation(Instant at, Request request, Denied denied) {
            return new Blocked(
                    at,
                    Objects.requireNonNull(request.subject()),
                    denied.blockedUntil(),
                    BlockSource.AUTOMATIC,
                    "sentinel",
                    BuiltInRule.ESCALATION.label());
        }

        @Override
        public String label() {
            return "blocked";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /**
     * An administrator lifted the block that was in force on a subject.
     *
     * @param actor who lifted it
     * @param reason why, in the actor's words
     */
    record Unblocked(Instant at, Subject subject, String actor, String reason) implements SecurityEvent {

        @Override
        public String label() {
            return "unblocked";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /**
     * The shared storage has lost a block before its end, though nobody lifted it: the server evicted it, or its clock was ahead. It
     * stays in force on instances that know it, this one among them.
     *
     * @param until when the block ends; null for ever
     */
    record BlockLost(Instant at, Subject subject, @Nullable Instant until, BlockSource source)
            implements SecurityEvent {

        @Override
        public String label() {
            return "block_lost";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** Somebody looked at, or erased, all that is kept of a subject. */
    sealed interface DataRequest extends SecurityEvent {

        /** Whose data. */
        Subject subject();

        /** Who asked for it. */
        String actor();

        /** Why, in the actor's words. */
        String reason();
    }

    /** All that is kept of a subject was handed out. */
    record DataAccessed(Instant at, Subject subject, String actor, String reason) implements DataRequest {

        @Override
        public String label() {
            return "data_accessed";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** All that was kept of a subject was erased; if it was blocked, {@link Unblocked} came before. */
    record DataErased(Instant at, Subject subject, String actor, String reason) implements DataRequest {

        @Override
        public String label() {
            return "data_erased";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** An administrator changed what an owner has left. */
    sealed interface LimitChange extends SecurityEvent {

        /** Whose limit. */
        Owner owner();

        /** Which limit, as decisions call it; null for all that the owner has spent and done. */
        @Nullable
        String rule();

        /** Who changed it. */
        String actor();

        /** Why, in the actor's words. */
        String reason();
    }

    /** A limit was made full again, or all forgotten that an owner had spent and done. */
    record LimitReset(Instant at, Owner owner, @Nullable String rule, String actor, String reason)
            implements LimitChange {

        @Override
        public String label() {
            return "limit_reset";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /**
     * Permits were given back.
     *
     * @param permits how many, 1 or more
     */
    record PermitsRefunded(Instant at, Owner owner, String rule, int permits, String actor, String reason)
            implements LimitChange {

        @Override
        public String label() {
            return "permits_refunded";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /**
     * A limit refuses an owner for a while.
     *
     * @param until the end of the cooldown in force
     */
    record CooldownSet(Instant at, Owner owner, String rule, Instant until, String actor, String reason)
            implements LimitChange {

        @Override
        public String label() {
            return "cooldown_set";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /**
     * A subject was registered, or registered anew with other roles.
     *
     * @param roles the roles it has now
     * @param actor who registered it
     */
    record Registered(Instant at, Subject subject, Set<String> roles, String actor) implements SecurityEvent {

        public Registered {
            roles = Set.copyOf(roles);
        }

        @Override
        public String label() {
            return "registered";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /**
     * A subject's registration was taken back, and its roles with it.
     *
     * @param actor who took it back
     */
    record Unregistered(Instant at, Subject subject, String actor) implements SecurityEvent {

        @Override
        public String label() {
            return "unregistered";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** The resolver threw, failed, answered null or took too long. */
    record ResolverFailed(Instant at, Request request, Throwable cause) implements SecurityEvent {

        public ResolverFailed {
            request = request.withoutContent();
        }

        @Override
        public String label() {
            return "resolver_failed";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** The storage failed a call of the chain, or one that follows from a handler's failure. */
    record StoreFailed(Instant at, Throwable cause) implements SecurityEvent {

        @Override
        public String label() {
            return "store_failed";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /**
     * The storage has failed so often that it is asked no more, but for a probe now and then. Decisions are degraded until
     * {@link StoreRecovered}.
     *
     * @param cause the failure that was one too many
     * @param node which node of the storage it is, if it has several: only decisions that need it are degraded; else null
     */
    record StoreDegraded(
            Instant at, Throwable cause, @Nullable String node) implements SecurityEvent {

        /** Of a storage without nodes. */
        public StoreDegraded(Instant at, Throwable cause) {
            this(at, cause, null);
        }

        @Override
        public String label() {
            return "store_degraded";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /**
     * The storage answers again, and is asked again.
     *
     * @param node which node of the storage it is, if it has several; it may have been replaced by another one; else null
     */
    record StoreRecovered(Instant at, @Nullable String node) implements SecurityEvent {

        /** Of a storage without nodes. */
        public StoreRecovered(Instant at) {
            this(at, null);
        }

        @Override
        public String label() {
            return "store_recovered";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** The adapter or an own interceptor threw; the update was denied. */
    record GuardFailed(Instant at, Throwable cause) implements SecurityEvent {

        @Override
        public String label() {
            return "guard_failed";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /**
     * The handler threw; the exception goes on to the caller.
     *
     * @param incident by what the user who was answered names this failure, 8 random letters and digits
     * @param kind what the {@link ErrorClassifier} says it is
     */
    record HandlerFailed(Instant at, Request request, Throwable cause, String incident, ErrorKind kind)
            implements SecurityEvent {

        public HandlerFailed {
            request = request.withoutContent();
        }

        @Override
        public String label() {
            return "handler_failed";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** A responder threw, failed or took too long: somebody was not answered. Nothing else is affected. */
    record ResponseFailed(Instant at, Request request, Throwable cause) implements SecurityEvent {

        public ResponseFailed {
            request = request.withoutContent();
        }

        @Override
        public String label() {
            return "response_failed";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** An update was dropped before anything was decided on it: the queue in front of the guard had no room. */
    record UpdateDropped(Instant at, Request request) implements SecurityEvent {

        public UpdateDropped {
            request = request.withoutContent();
        }

        @Override
        public String label() {
            return "update_dropped";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }

    /** The policy was replaced. */
    record PolicyChanged(Instant at) implements SecurityEvent {

        @Override
        public String label() {
            return "policy_changed";
        }

        @Override
        public String toString() {
            return EventText.of(this);
        }
    }
}
