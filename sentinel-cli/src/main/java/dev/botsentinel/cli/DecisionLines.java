package dev.botsentinel.cli;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Writes lines of JSON for lines of the recording: all decisions, or those that change. The keys and their order are a contract. Not thread-safe. */
final class DecisionLines implements ReplayListener, AutoCloseable {

    private static final int FLUSH_BYTES = 48 << 10;

    private final Output out;
    private final JsonBytes json = new JsonBytes();

    DecisionLines(Output out) {
        this.out = out;
    }

    @Override
    public void error(long n, String message) {
        json.raw("{\"n\":").number(n).raw(",\"error\":").string(message).raw("}\n");
        flushIfFull();
    }

    @Override
    public void decision(Replayed replayed, Decision decision) {
        update(replayed);
        json.raw(",");
        body(decision);
        json.raw("}\n");
        flushIfFull();
    }

    /** A line that another policy decides otherwise on. */
    void change(Replayed replayed, Decision before, Decision after) {
        update(replayed);
        json.raw(",\"before\":{");
        body(before);
        json.raw("},\"after\":{");
        body(after);
        json.raw("}}\n");
        flushIfFull();
    }

    private void update(Replayed replayed) {
        Request request = replayed.request();
        json.raw("{\"n\":").number(replayed.n());
        json.raw(",\"at\":").instant(replayed.atMicros());
        json.raw(",\"updateId\":").numberOrNull(replayed.updateId());
        json.raw(",\"user\":");
        if (request.isSubjectNumber()) {
            json.quoted(request.subjectNumber());
        } else {
            json.stringOrNull(request.subjectId());
        }
        json.raw(",\"chat\":");
        if (request.isChatNumber()) {
            json.quoted(request.chatNumber());
        } else {
            json.stringOrNull(request.chat());
        }
        json.raw(",\"action\":").string(request.actionName());
    }

    private void body(Decision decision) {
        if (decision instanceof Denied denied) {
            denied(denied);
        } else {
            allowed((Allowed) decision);
        }
    }

    private void allowed(Allowed allowed) {
        OptionalLong remaining = allowed.leastRemaining();
        json.raw("\"decision\":\"allowed\",\"reason\":").stringOrNull(passage(allowed.passage()));
        json.raw(",\"rule\":null,\"scope\":null,\"remaining\":")
                .numberOrNull(remaining.isPresent() ? remaining.getAsLong() : null);
        json.raw(",\"retryAfterMicros\":0,\"blockedUntil\":null,\"shadow\":");
        shadow(allowed.shadow());
    }

    private void denied(Denied denied) {
        json.raw("\"decision\":\"denied\",\"reason\":").string(denied.reason().label());
        json.raw(",\"rule\":").string(denied.rule());
        json.raw(",\"scope\":")
                .stringOrNull(denied.scope() == null ? null : denied.scope().label());
        json.raw(",\"remaining\":").numberOrNull(denied.remaining());
        json.raw(",\"retryAfterMicros\":").numberOrNull(micros(denied.retryAfter()));
        json.raw(",\"blockedUntil\":");
        Instant until = denied.blockedUntil();
        if (until == null) {
            json.raw("null");
        } else {
            json.instant(VirtualClock.toMicros(until));
        }
        json.raw(",\"shadow\":[]");
    }

    private void shadow(List<ShadowDenial> denials) {
        json.raw("[");
        String separator = "";
        for (ShadowDenial denial : denials) {
            json.raw(separator)
                    .raw("{\"reason\":")
                    .string(denial.reason().label())
                    .raw(",\"rule\":")
                    .string(denial.rule())
                    .raw("}");
            separator = ",";
        }
        json.raw("]");
    }

    private static @Nullable String passage(Passage passage) {
        return passage == Passage.CHECKED ? null : passage.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Long micros(@Nullable Duration duration) {
        return duration == null ? null : duration.getSeconds() * 1_000_000 + duration.getNano() / 1000;
    }

    private void flushIfFull() {
        if (json.length() >= FLUSH_BYTES) {
            flush();
        }
    }

    private void flush() {
        try {
            out.write(json.array(), json.length());
        } finally {
            json.clear();
        }
    }

    /** Writes what is left and closes the output. */
    @Override
    public void close() {
        try (out) {
            flush();
        }
    }
}
