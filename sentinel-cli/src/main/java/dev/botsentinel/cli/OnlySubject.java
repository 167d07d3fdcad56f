package dev.botsentinel.cli;

import dev.botsentinel.decision.Decision;

/** Passes on what concerns one subject, and error lines. */
record OnlySubject(String id, ReplayListener listener) implements ReplayListener {

    @Override
    public void error(long n, String message) {
        listener.error(n, message);
    }

    @Override
    public void before(Replayed replayed) {
        if (concerns(replayed)) {
            listener.before(replayed);
        }
    }

    @Override
    public void decision(Replayed replayed, Decision decision) {
        if (concerns(replayed)) {
            listener.decision(replayed, decision);
        }
    }

    private boolean concerns(Replayed replayed) {
        return id.equals(replayed.request().subjectId());
    }
}
