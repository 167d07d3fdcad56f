package dev.botsentinel.cli;

import dev.botsentinel.cli.Changes.Kind;
import dev.botsentinel.decision.Decision;

/** Has another guard decide on the same updates, and tells what changes. Not thread-safe. */
final class Comparison implements ReplayListener {

    private final ReplayGuard other;
    private final Summary otherSummary;
    private final Changes changes;
    private final DecisionLines out;

    /**
     * @param other the guard with the other policy, in a storage of its own, on the same clock
     * @param out gets the decisions that change
     */
    Comparison(ReplayGuard other, Summary otherSummary, Changes changes, DecisionLines out) {
        this.other = other;
        this.otherSummary = otherSummary;
        this.changes = changes;
        this.out = out;
    }

    @Override
    public void error(long n, String message) {
        otherSummary.error(n, message);
        out.error(n, message);
    }

    @Override
    public void principal(String subjectId) {
        other.forget(subjectId);
    }

    @Override
    public void decision(Replayed replayed, Decision before) {
        Decision after = other.decide(replayed.n(), replayed.request());
        otherSummary.decision(replayed, after);
        Kind kind = Kind.between(before, after);
        if (kind != null) {
            changes.add(replayed, kind, before, after);
            out.change(replayed, before, after);
        }
    }
}
