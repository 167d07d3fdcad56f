package dev.botsentinel.store;

import dev.botsentinel.request.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The last denials of each subject, for whoever is asked why the bot is silent: time, action, reason and rule, no content. A storage
 * keeps them if its builder says so. They are an aid and no state: no decision depends on them, they may be lost, and they go a day
 * after a subject's last denial, or when the subject is erased. Thread-safe.
 */
public interface DenialHistory {

    /** The most runs of denials that can be kept of a subject. */
    int MOST_PER_SUBJECT = 100;

    /** How long after a subject's last denial they are kept. */
    Duration KEPT = Duration.ofDays(1);

    /** The history of a storage that keeps none. */
    DenialHistory NONE = new DenialHistory() {
        @Override
        public int perSubject() {
            return 0;
        }

        @Override
        public void record(Subject subject, RecentDenial denial) {}

        @Override
        public CompletionStage<List<RecentDenial>> of(Subject subject) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletionStage<List<Offender>> top(Instant since, @Nullable String reason, int most) {
            return CompletableFuture.completedFuture(List.of());
        }
    };

    /** How many runs of denials this instance keeps of a subject; 0 if it keeps none. */
    int perSubject();

    /** Keeps a denial. Quick: asks no server and waits for none. Never throws. Does nothing if {@link #perSubject} is 0. */
    void record(Subject subject, RecentDenial denial);

    /**
     * The last denials of a subject, newest first, this instance's own included. Those of other instances may be missing for about a
     * second.
     *
     * @return fails with a {@link StoreException} if the storage can't answer
     */
    CompletionStage<List<RecentDenial>> of(Subject subject);

    /**
     * The subjects that were denied most, most denied first. Counts the denials in kept runs whose last denial was at or after a time;
     * so it counts at most what the kept runs have, and of a run that began before that time all. Rare and dear: may go through all
     * keys.
     *
     * @param reason counts only denials with this reason, as logs call it; null for all
     * @param most how many subjects at most, 1 or more
     * @return fails with a {@link StoreException} if the storage can't answer
     */
    CompletionStage<List<Offender>> top(Instant since, @Nullable String reason, int most);

    /**
     * Checks what a builder is given.
     *
     * @throws IllegalArgumentException if it is not 1 to {@value #MOST_PER_SUBJECT}
     */
    static int checkPerSubject(int perSubject) {
        if (perSubject < 1 || perSubject > MOST_PER_SUBJECT) {
            throw new IllegalArgumentException("keepDenials keeps 1 to " + MOST_PER_SUBJECT
                    + " runs of denials per subject, not " + perSubject + "; 20 is plenty");
        }
        return perSubject;
    }
}
