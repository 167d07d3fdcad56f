package dev.botsentinel.spring;

import dev.botsentinel.Sentinel;
import dev.botsentinel.event.EventQueue;
import dev.botsentinel.response.ResponseCounts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the guard fares: for health and the actuator endpoint, and for health indicators of your own. Asks no server and waits
 * for nobody. Thread-safe.
 */
public final class GuardStatus {

    private final Sentinel<?> sentinel;
    private final StatusListener listener;
    private final @Nullable GuardStorage storage;
    private final @Nullable BootPolicy policy;
    private final @Nullable EventQueue audit;

    /**
     * The status of this guard.
     *
     * @param storage null if the application has made the guard
     * @param policy null if the application has made the guard
     * @param audit null if there is no audit log
     */
    GuardStatus(
            Sentinel<?> sentinel,
            StatusListener listener,
            @Nullable GuardStorage storage,
            @Nullable BootPolicy policy,
            @Nullable EventQueue audit) {
        this.sentinel = sentinel;
        this.listener = listener;
        this.storage = storage;
        this.policy = policy;
        this.audit = audit;
    }

    Sentinel<?> sentinel() {
        return sentinel;
    }

    @Nullable
    BootPolicy policy() {
        return policy;
    }

    /**
     * In short, by name: {@code storage}, {@code degraded}, {@code degradedSince} and {@code degradedBy} during an outage,
     * {@code policyInForce}, {@code policyError} if the file's newest content isn't, {@code auditEventsDropped}. A new map;
     * empty for a guard that the application has made, whose events are the application's to watch.
     */
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        if (storage == null) {
            return details;
        }
        details.put("storage", storage.name());
        StatusListener.Outage outage = listener.outage();
        details.put("degraded", outage != null);
        if (outage != null) {
            details.put("degradedSince", outage.since().toString());
            details.put("degradedBy", outage.cause());
        }
        String policyError = listener.policyError();
        details.put("policyInForce", policyError == null);
        if (policyError != null) {
            details.put("policyError", policyError);
        }
        if (audit != null) {
            details.put("auditEventsDropped", audit.dropped());
        }
        return details;
    }

    /** In full, by name; for the endpoint. A new map. */
    Map<String, Object> all() {
        Map<String, Object> all = details();
        if (policy != null) {
            all.put("policySource", policy.source());
        }
        all.put("policyEntries", sentinel.policy().effective().size());
        if (storage != null) {
            all.put("storeFailures", listener.storeFailures());
            all.put("guardFailures", listener.guardFailures());
            all.put("handlerFailures", listener.handlerFailures());
        }
        all.put("answers", answers(sentinel.responses()));
        if (audit != null) {
            all.put("auditEventsPending", audit.pending());
        }
        return all;
    }

    private static Map<String, Object> answers(ResponseCounts counts) {
        Map<String, Object> answers = new LinkedHashMap<>();
        answers.put("sent", counts.sent());
        answers.put("failed", counts.failed());
        answers.put("repeated", counts.repeated());
        answers.put("dropped", counts.dropped());
        return answers;
    }
}
