package dev.botsentinel.plan;

import java.util.concurrent.CompletionStage;

/**
 * What a prepared plan answers: the {@link Verdict} itself where the storage could decide on the calling thread, or a
 * {@link Pending} one. So a local decision needs no future.
 */
public sealed interface Answer permits Verdict, Pending {

    /** This answer as a stage: complete if the verdict is here. */
    CompletionStage<Verdict> toStage();
}
