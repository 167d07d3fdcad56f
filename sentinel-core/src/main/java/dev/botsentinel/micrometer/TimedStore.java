package dev.botsentinel.micrometer;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.SentinelStore;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A storage that takes the time of another one; nothing else differs. */
final class TimedStore extends ForwardingStore {

    private final Timer admitted;
    private final Timer refused;
    private final Timer failed;

    /** @param timers makes the timer of an outcome */
    TimedStore(SentinelStore store, Function<String, Timer> timers) {
        super(store);
        this.admitted = timers.apply("admitted");
        this.refused = timers.apply("refused");
        this.failed = timers.apply("failed");
    }

    @Override
    public CompletionStage<Verdict> evaluate(Plan plan) {
        long start = System.nanoTime();
        CompletableFuture<Verdict> answer = super.evaluate(plan).toCompletableFuture();
        if (!answer.isDone()) {
            return answer.whenComplete((verdict, failure) -> record(verdict, start));
        }
        record(answer.isCompletedExceptionally() ? null : answer.join(), start);
        return answer;
    }

    private void record(@Nullable Verdict verdict, long start) {
        Timer timer = verdict == null ? failed : verdict instanceof Verdict.Admitted ? admitted : refused;
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
}
