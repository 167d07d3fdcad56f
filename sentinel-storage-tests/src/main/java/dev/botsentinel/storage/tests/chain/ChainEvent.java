package dev.botsentinel.storage.tests.chain;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event of a trace. Immutable.
 *
 * @param at when it happens; not always later than the one before
 */
record ChainEvent(Instant at, Act act) {

    /** What happens in a trace. */
    sealed interface Act {}

    /** Where in time a request stands to an earlier denial of the same request. */
    enum Edge {
        NONE,
        ONE_MICROSECOND_BEFORE,
        EXACTLY_AT
    }

    /** An update comes. */
    record Ask(Request request, Edge edge) implements Act {

        @Override
        public String toString() {
            return request + " id " + request.updateId() + ", " + request.content() + ", album " + request.album()
                    + ", " + request.exemption() + (request.impersonal() ? ", impersonal" : "")
                    + (edge == Edge.NONE ? "" : ", " + edge);
        }
    }

    /** There is a new policy. */
    record Follow(PolicySet policy) implements Act {}

    /**
     * The application knows something else of a subject from now on.
     *
     * @param resolution what the resolver answers; null if it fails
     * @param forget whether the guard is told
     */
    record Know(String subject, @Nullable Resolution resolution, boolean forget) implements Act {}

    /** An administrator blocks; for ever if there is no duration. */
    record Block(String subject, @Nullable Duration duration) implements Act {}

    /** An administrator lifts a block. */
    record Unblock(String subject) implements Act {}
}
