package dev.botsentinel.store;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import java.util.List;

/**
 * A plan as one storage wants it: all that depends on the plan alone is made. Thread-safe; holds nothing that must be
 * released.
 */
@FunctionalInterface
public interface PreparedPlan {

    /**
     * Decides on the facts and commits, in one round trip. Never throws: a storage that can't answer answers a {@link
     * dev.botsentinel.plan.Pending} that fails with a {@link StoreException}.
     *
     * @param facts with the ids that the plan says they have
     * @return the verdict where the storage is local, decided on the calling thread
     */
    Answer evaluate(Facts facts);

    /**
     * The same, within a deadline: the answer is here, or has failed, by then. A storage that ignores it says so by {@link
     * SentinelStore#keepsDeadlines}.
     *
     * @param deadlineNanos a reading of {@link System#nanoTime}
     */
    default Answer evaluate(Facts facts, long deadlineNanos) {
        return evaluate(facts);
    }

    /**
     * The {@linkplain SentinelStore#nodes nodes} that decide on the facts as things stand, each once. Cheap; asks nobody, never
     * throws.
     *
     * @return empty if the storage has no nodes that fail one by one
     */
    default List<String> nodes(Facts facts) {
        return List.of();
    }
}
