package dev.botsentinel.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.StoreListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TimedStoreTest {

    private static final Plan PLAN = new Plan(List.of(), false, false, null, false);

    private static final Facts NOBODY = Facts.of(null, null);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final CompletableFuture<Verdict> later = new CompletableFuture<>();
    private Answer answer = new Pending(later);
    private final Answering store = new Answering();
    private final SentinelStore timed = SentinelMetrics.to(registry).timed("test", store);

    private final class Answering implements SentinelStore, PeerNews {

        private final FingerprintKey key = FingerprintKey.random();
        private final Runnable endOfListening = new Thread();
        private int prepared;
        private long deadlineNanos;
        private boolean closed;

        @Override
        public PreparedPlan prepare(Plan plan) {
            prepared++;
            return new PreparedPlan() {
                @Override
                public Answer evaluate(Facts facts) {
                    return answer;
                }

                @Override
                public Answer evaluate(Facts facts, long deadlineNanos) {
                    Answering.this.deadlineNanos = deadlineNanos;
                    return answer;
                }
            };
        }

        @Override
        public boolean keepsDeadlines() {
            return true;
        }

        @Override
        public FingerprintKey fingerprintKey() {
            return key;
        }

        @Override
        public Runnable listen(StoreListener listener) {
            return endOfListening;
        }

        @Override
        public Runnable follow(Listener listener) {
            return endOfListening;
        }

        @Override
        public CompletionStage<Void> confirm(String subject) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Void> tellForget(String subject) {
            return new CompletableFuture<>();
        }

        @Override
        public PeerNews peerNews() {
            return this;
        }

        @Override
        public StoreAdmin admin() {
            return null;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void anAnswerThatIsThereIsPassedOnAndTimed() {
        answer = Verdict.Admitted.EMPTY;
        assertThat(timed.prepare(PLAN).evaluate(NOBODY)).isSameAs(answer);
        assertThat(count("admitted")).isEqualTo(1);
    }

    @Test
    void anAnswerThatComesLaterIsTimedBeforeItIsPassedOn() {
        CompletableFuture<Long> countedBefore =
                evaluate().thenApply(verdict -> count("refused")).toCompletableFuture();
        assertThat(count("refused")).isZero();
        later.complete(new Verdict.Duplicate(0, 1, 2));
        assertThat(countedBefore).isCompletedWithValue(1L);
    }

    @Test
    void aFailureIsTimedAndPassedOn() {
        CompletableFuture<Verdict> failing = evaluate().toCompletableFuture();
        later.completeExceptionally(new StoreException("test"));
        assertThat(failing).isCompletedExceptionally();
        assertThat(evaluate().toCompletableFuture()).isCompletedExceptionally();
        assertThat(count("failed")).isEqualTo(2);
        assertThat(count("admitted") + count("refused")).isZero();
    }

    @Test
    void aPlanIsPreparedOnceForAllItsEvaluations() {
        answer = Verdict.Admitted.EMPTY;
        PreparedPlan prepared = timed.prepare(PLAN);
        prepared.evaluate(NOBODY);
        prepared.evaluate(NOBODY);
        assertThat(store.prepared).isEqualTo(1);
        assertThat(count("admitted")).isEqualTo(2);
    }

    @Test
    void theDeadlineIsPassedOnAndTheEvaluationTimed() {
        answer = Verdict.Admitted.EMPTY;
        assertThat(timed.prepare(PLAN).evaluate(NOBODY, 42)).isSameAs(answer);
        assertThat(store.deadlineNanos).isEqualTo(42);
        assertThat(count("admitted")).isEqualTo(1);
    }

    private CompletionStage<Verdict> evaluate() {
        return timed.prepare(PLAN).evaluate(NOBODY).toStage();
    }

    @Test
    void allElseIsTheStoragesOwn() {
        assertThat(timed.fingerprintKey()).isSameAs(store.fingerprintKey());
        assertThat(timed.admin()).isNull();
        assertThat(timed.keepsDeadlines()).isTrue();
        assertThat(timed.peerNews()).isSameAs(store);
        assertThat(timed.listen(new StoreListener() {
                    @Override
                    public void degraded(Throwable cause) {}

                    @Override
                    public void recovered() {}
                }))
                .isSameAs(store.endOfListening);
        timed.close();
        assertThat(store.closed).isTrue();
    }

    private long count(String outcome) {
        return registry.get("sentinel.store.evaluations")
                .tags("backend", "test", "outcome", outcome)
                .timer()
                .count();
    }
}
