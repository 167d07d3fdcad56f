package dev.botsentinel;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.EventDispatcher;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.guard.Rules;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.request.Subject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads an update, has the engine decide on it and tells the listeners of the decision. Thread-safe. */
final class Judge<U> {

    private static final Decision CLOSED = Denied.of(Reason.UNAVAILABLE, "closed");

    private final RequestMapper<? super U> mapper;
    private final Engine engine;
    private final EventDispatcher events;
    private final InstantSource time;
    private volatile boolean closed;

    Judge(RequestMapper<? super U> mapper, Engine engine, EventDispatcher events, InstantSource time) {
        this.mapper = mapper;
        this.engine = engine;
        this.events = events;
        this.time = time;
    }

    /** An update's request, null if it could not be read, and the decision on it, which completes normally. */
    record Judged(@Nullable Request request, CompletableFuture<Decision> decision) {

        private static Judged unread(Decision decision) {
            return new Judged(null, CompletableFuture.completedFuture(decision));
        }
    }

    Judged judge(U update) {
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
        CompletableFuture<Decision> decision = engine.decide(rules, request);
        if (decision.isDone()) {
            tell(request, rules, decision.join(), start);
            return new Judged(request, decision);
        }
        return new Judged(request, decision.thenApply(given -> {
            tell(request, rules, given, start);
            return given;
        }));
    }

    /** Tells of an update that nobody will decide on. */
    void dropped(U update) {
        try {
            events.publish(new SecurityEvent.UpdateDropped(time.instant(), mapper.map(update)));
        } catch (Throwable failure) {
            engine.guardFailed(failure);
        }
    }

    private void tell(Request request, Rules rules, Decision decision, long startNanos) {
        events.decided(request, rules.policy(), decision, System.nanoTime() - startNanos);
        if (!(decision instanceof Denied denied)) {
            return;
        }
        Instant now = time.instant();
        events.publish(SecurityEvent.denied(now, request, denied));
        Subject subject = request.subject();
        if (denied.reason() == Reason.RATE_LIMITED && denied.blockedUntil() != null && subject != null) {
            events.publish(new SecurityEvent.Blocked(
                    now, subject, denied.blockedUntil(), BlockSource.AUTOMATIC, "sentinel", "escalation"));
        }
    }

    /** Denies every further update. Idempotent. */
    void close() {
        closed = true;
    }
}
