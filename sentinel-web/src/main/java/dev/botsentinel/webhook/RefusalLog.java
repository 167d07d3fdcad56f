package dev.botsentinel.webhook;

import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Logs refusals: each at DEBUG, and a summary at WARN at most once a minute, so that a flood of forgeries doesn't fill the log. Has
 * nothing of what a request said.
 */
final class RefusalLog implements WebhookListener {

    private static final System.Logger LOG = System.getLogger(RefusalLog.class.getName());
    private static final long INTERVAL_MILLIS = 60_000;

    private final InstantSource clock;
    private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);
    private final AtomicLong nextSummary = new AtomicLong(Long.MIN_VALUE);

    RefusalLog(InstantSource clock) {
        this.clock = clock;
        for (Refusal reason : Refusal.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    @Override
    public void refused(RefusedRequest request) {
        Objects.requireNonNull(counts.get(request.reason())).increment();
        if (LOG.isLoggable(Level.DEBUG)) {
            LOG.log(Level.DEBUG, request.toString());
        }
        long now = clock.millis();
        long due = nextSummary.get();
        if (now >= due && nextSummary.compareAndSet(due, now + INTERVAL_MILLIS)) {
            LOG.log(Level.WARNING, summary(request));
        }
    }

    /** What was refused since the last summary. */
    String summary(RefusedRequest last) {
        StringBuilder text =
                new StringBuilder("webhook ").append(last.webhook()).append(" refused requests:");
        for (Map.Entry<Refusal, LongAdder> entry : counts.entrySet()) {
            long count = entry.getValue().sumThenReset();
            if (count > 0) {
                text.append(' ')
                        .append(count)
                        .append(' ')
                        .append(entry.getKey().label())
                        .append(',');
            }
        }
        return text.append(" the last from ").append(last.network()).toString();
    }

    @Override
    public void handlerFailed(String webhook, Throwable cause) {
        // Its message is the bot's and may have a token in it.
        LOG.log(
                Level.ERROR,
                "the handler of webhook " + webhook + " threw "
                        + cause.getClass().getName());
    }
}
