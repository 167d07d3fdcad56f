package dev.botsentinel.cli;

import dev.botsentinel.decision.Decision;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a recording through a policy: each update is read, the virtual clock is set by it, the guard decides. What is no
 * update changes nothing. Not thread-safe.
 */
final class Replay {

    private final HeapTrim heap = new HeapTrim();
    private final VirtualClock clock;
    private final ReplayGuard guard;
    private final ReplayedPrincipals principals;
    private final Instant until;
    private final List<ReplayListener> listeners;
    private final Progress progress;

    /**
     * @param principals whom the guards resolve; learns what a recorder has written
     * @param until the last instant that is replayed
     */
    Replay(
            VirtualClock clock,
            ReplayGuard guard,
            ReplayedPrincipals principals,
            Instant until,
            List<ReplayListener> listeners,
            Progress progress) {
        this.clock = clock;
        this.principals = principals;
        this.until = until;
        this.guard = guard;
        this.listeners = List.copyOf(listeners);
        this.progress = progress;
    }

    /**
     * Decides on all updates.
     *
     * @throws IOException if the recording can't be read on
     * @throws CommandFailure if a decision can't be written, or the guard fails
     */
    void run(Recording recording) throws IOException {
        long n = 0;
        while (recording.next()) {
            RecordedLine line = line(n + 1, recording);
            Instant at = line == null ? null : line.at();
            if (at != null && at.isAfter(until)) {
                return;
            }
            if (at != null) {
                clock.advanceTo(at);
            }
            if (line instanceof RecordedLine.Principal principal) {
                principals.take(principal);
                guard.forget(principal.subjectId());
                listeners.forEach(listener -> listener.principal(principal.subjectId()));
            } else if (!(line instanceof RecordedLine.Gap)) {
                n++;
                decide(n, (RecordedLine.Update) line);
            }
            progress.done(n, recording.bytesRead());
            heap.done(n);
        }
    }

    /** Null for an error line, which the listeners have heard of. */
    private @Nullable RecordedLine line(long n, Recording recording) {
        try {
            return recording.line();
        } catch (BadLineException e) {
            String message = String.valueOf(e.getMessage());
            listeners.forEach(listener -> listener.error(n, message));
            return null;
        }
    }

    private void decide(long n, RecordedLine.@Nullable Update line) {
        if (line == null) {
            return;
        }
        Replayed replayed = new Replayed(n, clock.micros(), line.updateId(), line.request());
        listeners.forEach(listener -> listener.before(replayed));
        Decision decision = guard.decide(n, line.request());
        listeners.forEach(listener -> listener.decision(replayed, decision));
    }
}
