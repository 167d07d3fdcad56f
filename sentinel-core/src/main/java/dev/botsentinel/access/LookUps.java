package dev.botsentinel.access;

import dev.botsentinel.plan.Stages;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The look-ups of one blocking resolver: one at a time for a subject. A look-up that comes while another of its subject runs
 * waits for that one, whose answer may be older than the change that caused the new one. A newer look-up takes the place of
 * the one that waits, and answers for both. While the running one is beyond its time limit, others fail at once: a subject
 * on whom the resolver hangs costs one thread, not one for each try. Thread-safe.
 *
 * <p>Holds two look-ups at most for each subject that one runs for; {@link ResolverThreads} bounds those.
 */
final class LookUps {

    /** One look-up, and its answer. */
    static final class LookUp {

        private final Supplier<Resolution> work;
        private final long askedNanos;
        private final CompletableFuture<Resolution> answer = new CompletableFuture<>();
        private @Nullable LookUp next;

        private LookUp(Supplier<Resolution> work, long askedNanos) {
            this.work = work;
            this.askedNanos = askedNanos;
        }

        Resolution run() {
            return work.get();
        }

        long askedNanos() {
            return askedNanos;
        }

        private void answersFor(LookUp older) {
            var unused =
                    answer.whenComplete((resolution, failure) -> Stages.complete(older.answer, resolution, failure));
        }
    }

    private final ResolverThreads threads;
    private final ConcurrentMap<String, LookUp> running = new ConcurrentHashMap<>();

    LookUps(ResolverThreads threads) {
        this.threads = threads;
    }

    /** The answer; it fails at once if the subject's last look-up hangs, or if too many look-ups wait. */
    CompletableFuture<Resolution> ask(String subject, Supplier<Resolution> work) {
        LookUp asked = new LookUp(work, threads.nanoTime());
        LookUp runs = running.compute(subject, (id, current) -> current == null ? asked : follow(current, asked));
        if (runs == asked) {
            start(subject, asked);
        }
        return asked.answer;
    }

    private LookUp follow(LookUp current, LookUp asked) {
        if (threads.isOverdue(current)) {
            asked.answer.completeExceptionally(
                    new RejectedExecutionException("the resolver's last call for this subject has not come back"));
            return current;
        }
        if (current.next != null) {
            asked.answersFor(current.next);
        }
        current.next = asked;
        return current;
    }

    private void start(String subject, LookUp lookUp) {
        threads.execute(lookUp, (resolution, failure) -> {
            startNext(subject); // first: who is answered may ask again
            Stages.complete(lookUp.answer, resolution, failure);
        });
    }

    private void startNext(String subject) {
        LookUp next = running.computeIfPresent(subject, (id, current) -> current.next);
        if (next != null) {
            start(subject, next);
        }
    }
}
