package dev.botsentinel.engine;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.LastFailure;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.GuardFailed;
import dev.botsentinel.event.SecurityEvent.ResolverFailed;
import dev.botsentinel.event.SecurityEvent.ResponseFailed;
import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.event.SecurityEvent.UpdateDropped;
import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.IdHash;
import dev.botsentinel.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a guard logs of itself, whatever listeners it has: its own failures and, as a summary, whom it denied and why. So a bot whose
 * guard denies everything says why at once. Without content; subjects by a hash, see {@link IdHash}.
 *
 * <p>Costs an allowed decision nothing and a denial a counter. Thread-safe; never throws.
 */
public final class GuardLog implements AutoCloseable {

    /** Failures of the guard and of what it calls. */
    static final String FAILURES = "dev.botsentinel.guard";

    /** Denials: each at DEBUG, a summary at WARN. */
    static final String DENIALS = "dev.botsentinel.denials";

    private final ThrottledLog failures;
    private final ThrottledLog denials;
    private final Logger eachDenial;
    private final IdHash names;
    private final InstantSource time;

    /** A counter per reason and rule. Rules are the policy's or own interceptors': the log bounds how many are told apart. */
    private final Map<Reason, Map<String, ThrottledLog.Counter>> counters = new EnumMap<>(Reason.class);

    private volatile @Nullable LastFailure lastFailure;

    GuardLog(ThrottledLog failures, ThrottledLog denials, Logger eachDenial, FingerprintKey key, InstantSource time) {
        this.failures = failures;
        this.denials = denials;
        this.eachDenial = eachDenial;
        this.names = new IdHash(key);
        this.time = time;
        for (Reason reason : Reason.values()) {
            counters.put(reason, new ConcurrentHashMap<>());
        }
    }

    /**
     * The log of a guard.
     *
     * @param key subjects are named by a hash with it: that of the storage, so that all instances give a subject the same name
     * @param time the guard's
     */
    public static GuardLog of(FingerprintKey key, InstantSource time) {
        return new GuardLog(
                ThrottledLog.of(FAILURES), ThrottledLog.of(DENIALS), LoggerFactory.getLogger(DENIALS), key, time);
    }

    /** Logs what an event that is no denial says of the guard itself. */
    void log(SecurityEvent event) {
        if (event instanceof GuardFailed failed) {
            failed(
                    event,
                    "The guard could not decide, and denies: the mapper or an interceptor failed",
                    failed.cause());
        } else if (event instanceof StoreFailed failed) {
            failed(event, "A call of the storage failed", failed.cause());
        } else if (event instanceof ResolverFailed failed) {
            failed(
                    event,
                    "The resolver failed: principals are unresolved, and denied what requires one",
                    failed.cause());
        } else if (event instanceof ResponseFailed failed) {
            failed(event, "A responder failed: somebody got no answer", failed.cause());
        } else if (event instanceof StoreDegraded degraded) {
            lastFailure = lastFailure(event.at(), event.label(), degraded.cause()); // its storage logs it
        } else if (event instanceof UpdateDropped) {
            failures.warn("An update was dropped in front of the guard: the queue there has no room", "");
        }
    }

    private void failed(SecurityEvent event, String what, Throwable cause) {
        lastFailure = lastFailure(event.at(), event.label(), cause);
        if (cause instanceof StoreException) {
            failures.warn(what, cause); // a server that doesn't answer has no stack to look at
        } else {
            failures.warnWithTrace(what, cause);
        }
    }

    private static LastFailure lastFailure(Instant at, String what, Throwable cause) {
        return new LastFailure(at, what, cause.getClass().getName());
    }

    /** Counts a denial for the summary. */
    void denied(Request request, Denied decision) {
        counter(decision).increment();
        if (eachDenial.isDebugEnabled()) {
            String subject = request.subjectId();
            eachDenial.debug(
                    "{} of {}: {}",
                    Quote.of(request.actionName()),
                    subject == null ? "nobody" : names.of(subject),
                    decision.explain());
        }
    }

    private ThrottledLog.Counter counter(Denied decision) {
        Map<String, ThrottledLog.Counter> ofReason = Objects.requireNonNull(counters.get(decision.reason()));
        ThrottledLog.Counter known = ofReason.get(decision.rule());
        return known != null ? known : newCounter(ofReason, decision);
    }

    private ThrottledLog.Counter newCounter(Map<String, ThrottledLog.Counter> ofReason, Denied decision) {
        String name = decision.reason().label() + " by " + Quote.bare(decision.rule());
        ThrottledLog.Counter counter = denials.counter("updates denied", name);
        if (ofReason.size() < ThrottledLog.MOST_COUNTERS) {
            ofReason.put(decision.rule(), counter);
        }
        return counter;
    }

    /** A callback of the application threw, and was passed over. */
    void callbackFailed(Object callback, Throwable failure) {
        lastFailure = lastFailure(time.instant(), "callback_failed", failure);
        failures.warnWithTrace(
                "A callback failed and was passed over, " + callback.getClass().getName(), failure);
    }

    /** Listeners set each other off so often that the next ones were not told. */
    void cutListeners(int most) {
        failures.warn(
                "Listeners call the guard and so cause more than " + most + " events for one; the rest were not told",
                "");
    }

    /** An update came after the guard's end. */
    void deniedByClosed() {
        failures.warn("The guard is closed and denies every update; stop what feeds it, or build another", "");
    }

    /** Answers that had no room. */
    void answerDropped() {
        failures.warn("An answer to a user was dropped: too many wait for the responders, or the guard is closed", "");
    }

    /** What failed last; null if nothing has. */
    public @Nullable LastFailure lastFailure() {
        return lastFailure;
    }

    /** Logs the summaries that are due. What fails afterwards is logged the first time alone. Idempotent. */
    @Override
    public void close() {
        failures.close();
        denials.close();
    }
}
