package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Verdict;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Evaluates one plan. Thread-safe. */
interface PlanEvaluation {

    /**
     * Decides on the facts and commits.
     *
     * @param deadlineNanos a reading of {@link System#nanoTime}
     */
    CompletionStage<Verdict> evaluate(Facts facts, long deadlineNanos);

    /** The masters of a Cluster that it needs for the facts, by name, each once; empty without a Cluster. */
    List<String> nodes(Facts facts);
}
