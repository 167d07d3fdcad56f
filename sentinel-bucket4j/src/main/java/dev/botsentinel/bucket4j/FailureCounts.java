package dev.botsentinel.bucket4j;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What failed without failing a decision. Thread-safe. */
final class FailureCounts {

    private static final Logger LOG = LoggerFactory.getLogger(Bucket4jLimits.class);

    private final LongAdder giveBacks = new LongAdder();
    private final LongAdder shadowLimits = new LongAdder();

    void giveBackFailed(String limit, Throwable failure) {
        giveBacks.increment();
        LOG.debug("tokens of the limit {} could not be given back; time refills them", limit, failure);
    }

    void shadowLimitFailed(String limit, Throwable failure) {
        shadowLimits.increment();
        LOG.debug("the shadow limit {} could not be counted and reports nothing", limit, failure);
    }

    long giveBacks() {
        return giveBacks.sum();
    }

    long shadowLimits() {
        return shadowLimits.sum();
    }
}
