package dev.botsentinel.cli;

import dev.botsentinel.decision.Decision;
import java.io.IOException;
import java.util.List;

/**
 * Runs a recording through a policy: each update is read, the virtual clock is set by it, the guard decides. What is no
 * update changes nothing. Not thread-safe.
 */
final class Replay {

    private final HeapTrim heap = new HeapTrim();
    private final VirtualClock clock;
    private final ReplayGuard guard;
    private final List<ReplayListener> listeners;
    private final Progress progress;

    Replay(VirtualClock clock, ReplayGuard guard, List<ReplayListener> listeners, Progress progress) {
        this.clock = clock;
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
            n++;
            replay(n, recording);
            progress.done(n, recording.bytesRead());
            heap.done(n);
        }
    }

    private void replay(long n, Recording recording) {
        RecordedUpdate recorded;
        try {
            recorded = recording.update();
        } catch (BadLineException e) {
            String message = String.valueOf(e.getMessage());
            listeners.forEach(listener -> listener.error(n, message));
            return;
        }
        if (recorded.at() != null) {
            clock.advanceTo(recorded.at());
        }
        Decision decision = guard.decide(n, recorded.update());
        Replayed replayed = new Replayed(n, clock.micros(), recorded.update());
        listeners.forEach(listener -> listener.decision(replayed, decision));
    }
}
