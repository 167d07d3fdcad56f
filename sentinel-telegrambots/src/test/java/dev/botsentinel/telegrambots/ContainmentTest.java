package dev.botsentinel.telegrambots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Outcome;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing escapes: not to the polling loop, not to the web server. */
class ContainmentTest {

    static Stream<Throwable> whateverCanBeThrown() {
        return Stream.of(
                new IllegalStateException("no"),
                new java.io.IOException("checked"),
                new AssertionError("no"),
                new StackOverflowError(),
                new OutOfMemoryError("Java heap space"),
                new NoClassDefFoundError("Missing"),
                new InterruptedException(),
                new Throwable("bare"));
    }

    @AfterEach
    void forgetInterruption() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @MethodSource("whateverCanBeThrown")
    void pollingGoesOnWithTheRestOfTheBatch(Throwable thrown) {
        List<Integer> handled = new ArrayList<>();
        ContainedPolling polling = ContainedPolling.of(update -> {
            if (update.getUpdateId() == 2) {
                throw ContainmentTest.<RuntimeException>sneaky(thrown);
            }
            handled.add(update.getUpdateId());
        });
        polling.consume(List.of(Updates.text(1, 42, "a"), Updates.text(2, 42, "b"), Updates.text(3, 42, "c")));
        assertThat(handled).containsExactly(1, 3);
        assertThat(polling.failures()).isEqualTo(1);
        assertThat(Thread.currentThread().isInterrupted()).isEqualTo(thrown instanceof InterruptedException);
    }

    @ParameterizedTest
    @MethodSource("whateverCanBeThrown")
    void aWebhookAnswersNothingInsteadOfThrowing(Throwable thrown) {
        ContainedWebhook<String> webhook = ContainedWebhook.of(update -> {
            throw ContainmentTest.<RuntimeException>sneaky(thrown);
        });
        assertThat(webhook.apply(Updates.text(1, 42, "a"))).isNull();
        assertThat(webhook.failures()).isEqualTo(1);
    }

    @Test
    void aWebhookAnswersWhatTheHandlerSaysAndNothingToTheRefused() {
        ContainedWebhook<String> webhook = ContainedWebhook.of(update -> update.getUpdateId() == 1
                ? new Outcome.Handled<>("hello")
                : new Outcome.Refused<>(Denied.of(Reason.BLOCKED, "blocklist")));
        assertThat(webhook.apply(Updates.text(1, 42, "a"))).isEqualTo("hello");
        assertThat(webhook.apply(Updates.text(2, 42, "a"))).isNull();
        assertThat(webhook.failures()).isZero();
    }

    @Test
    void closesWhatItOwnsOnceInOrderThoughOneFails() {
        List<String> closed = new ArrayList<>();
        AutoCloseable failing = () -> {
            closed.add("runner");
            throw new StackOverflowError();
        };
        ContainedPolling polling = ContainedPolling.of(update -> {}, failing, () -> closed.add("guard"));
        polling.close();
        polling.close();
        assertThat(closed).containsExactly("runner", "guard");
        assertThat(polling.failures()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("whateverCanBeThrown")
    void whatThePollingItselfThrowsDoesNotEndIt(Throwable thrown) throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(3);
        try (Closing<ContainedExecutor> executor = new Closing<>(new ContainedExecutor(Duration.ZERO))) {
            var unused = executor.it()
                    .scheduleAtFixedRate(
                            () -> {
                                rounds.countDown();
                                throw ContainmentTest.<RuntimeException>sneaky(thrown);
                            },
                            1,
                            1,
                            TimeUnit.MICROSECONDS);
            assertThat(rounds.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(executor.it().failures()).isGreaterThanOrEqualTo(2);
        }
    }

    /** Executors close themselves only on newer JDKs. */
    private record Closing<E extends ExecutorService>(E it) implements AutoCloseable {
        @Override
        public void close() {
            it.shutdownNow();
        }
    }

    @Test
    void anErrorThatCanNotEvenBeLoggedIsContained() {
        RuntimeException unprintable = new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new OutOfMemoryError("while printing");
            }
        };
        ContainedPolling polling = ContainedPolling.of(update -> {
            throw unprintable;
        });
        polling.consume(List.of(Updates.text(1, 42, "a")));
        assertThat(polling.failures()).isEqualTo(1);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the point is to throw what isn't declared
    static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
