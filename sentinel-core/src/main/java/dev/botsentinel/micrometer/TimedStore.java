package dev.botsentinel.micrometer;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import io.micrometer.core.instrument.Timer;
import java.util.List;
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
    public PreparedPlan prepare(Plan plan) {
        return new TimedPlan(super.prepare(plan));
    }

    private final class TimedPlan implements PreparedPlan {

        private final PreparedPlan prepared;

        TimedPlan(PreparedPlan prepared) {
            this.prepared = prepared;
        }

        @Override
        public Answer evaluate(Facts facts) {
            long start = System.nanoTime();
            return timed(prepared.evaluate(facts), start);
        }

        @Override
        public Answer evaluate(Facts facts, long deadlineNanos) {
            long start = System.nanoTime();
            return timed(prepared.evaluate(facts, deadlineNanos), start);
        }

        @Override
        public List<String> nodes(Facts facts) {
            return prepared.nodes(facts);
        }
    }

    private Answer timed(Answer answer, long start) {
        if (answer instanceof Verdict verdict) {
            record(verdict, start);
            return answer;
        }
        return new Pending(answer.toStage().whenComplete((verdict, failure) -> record(verdict, start)));
    }

    private void record(@Nullable Verdict verdict, long start) {
        Timer timer = verdict == null ? failed : verdict instanceof Verdict.Admitted ? admitted : refused;
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
}
