package dev.botsentinel.cli;

import dev.botsentinel.decision.Decision;

/** Hears of every line of a recording, in order. */
interface ReplayListener {

    /** A line that is no update. */
    void error(long n, String message);

    /** A line is decided on next. */
    default void before(Replayed replayed) {}

    /** A recorder wrote down whom the subject was taken for from now on. */
    default void principal(String subjectId) {}

    /** A line that was decided on. */
    void decision(Replayed replayed, Decision decision);
}
