package dev.botsentinel.bucket4j;

import dev.botsentinel.log.ThrottledLog;
import java.util.concurrent.atomic.LongAdder;

/** What failed without failing a decision. Thread-safe. */
final class FailureCounts {

    private final ThrottledLog log = ThrottledLog.of(Bucket4jLimits.class);

    private final LongAdder giveBacks = new LongAdder();
    private final LongAdder shadowLimits = new LongAdder();

    void giveBackFailed(String limit, Throwable failure) {
        giveBacks.increment();
        log.warn("Tokens could not be given back; time refills them. Limit " + limit, failure);
    }

    void shadowLimitFailed(String limit, Throwable failure) {
        shadowLimits.increment();
        log.warn("A shadow limit could not be counted and reports nothing: " + limit, failure);
    }

    long giveBacks() {
        return giveBacks.sum();
    }

    long shadowLimits() {
        return shadowLimits.sum();
    }
}
