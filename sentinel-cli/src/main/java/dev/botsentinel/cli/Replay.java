package dev.botsentinel.cli;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.telegram.TelegramUpdate;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a recording through a policy: each line is read, the virtual clock is set by it, the guard decides. A line that
 * is no update changes nothing. Not thread-safe.
 */
final class Replay {

    /** Principals are a file in memory already: what the guard keeps beside that stays within some 10 MB. */
    private static final int PRINCIPALS_KEPT = 50_000;

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final HeapTrim heap = new HeapTrim();
    private final LineText text = new LineText();
    private final VirtualClock clock;
    private final Sentinel<TelegramUpdate> sentinel;
    private final DecisionLines out;
    private final Summary summary;
    private final Progress progress;
    private @Nullable Throwable failure;

    Replay(
            PolicySet policy,
            Map<String, Principal> principals,
            VirtualClock clock,
            SentinelStore store,
            DecisionLines out,
            Summary summary,
            Progress progress) {
        this.clock = clock;
        this.out = out;
        this.summary = summary;
        this.progress = progress;
        this.sentinel = Sentinel.<TelegramUpdate>builder(TelegramUpdate::request)
                .policy(policy)
                .store(store)
                .resolver(PrincipalResolver.of(principals))
                .principalCache(FOR_EVER, PRINCIPALS_KEPT)
                .time(clock)
                .listener(this::noteFailure)
                .build();
    }

    /**
     * Decides on all lines.
     *
     * @throws IOException if the recording can't be read on
     * @throws CommandFailure if a decision can't be written, or the guard fails
     */
    void run(LineReader recording) throws IOException {
        long n = 0;
        while (recording.next()) {
            n++;
            replay(n, recording);
            progress.done(n, recording.bytesRead());
            heap.done(n);
        }
    }

    private void replay(long n, LineReader recording) {
        RecordedUpdate recorded;
        try {
            byte[] line = recording.line();
            text.check(line);
            recorded = RecordedUpdate.read(line);
        } catch (BadLineException e) {
            String message = String.valueOf(e.getMessage());
            summary.error(n, message);
            out.error(n, message);
            return;
        }
        if (recorded.at() != null) {
            clock.advanceTo(recorded.at());
        }
        decide(n, recorded.update());
    }

    private void decide(long n, TelegramUpdate update) {
        Decision decision = sentinel.check(update);
        if (failure != null) {
            throw CommandFailure.unexpected("line " + n + ": the guard failed: " + failure, failure);
        }
        summary.decision(clock.instant(), update.request(), decision);
        out.decision(n, clock.micros(), update.updateId(), update.request(), decision);
    }

    /** A guard in production goes on without its storage; a replay that did would tell what isn't so. */
    private void noteFailure(SecurityEvent event) {
        if (event instanceof SecurityEvent.StoreFailed failed) {
            failure = failed.cause();
        } else if (event instanceof SecurityEvent.GuardFailed failed) {
            failure = failed.cause();
        } else if (event instanceof SecurityEvent.ResolverFailed failed) {
            failure = failed.cause();
        }
    }
}
