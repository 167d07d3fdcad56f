package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EventualTest {

    private final IllegalStateException failure = new IllegalStateException("test");

    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final CompletableFuture<String> future = new CompletableFuture<>();

    @Test
    void aValueThatIsHereNeedsNoExecutor() {
        Eventual<Integer> length = Eventual.now("four")
                .then(executor::add, text -> Eventual.now(text + "!"))
                .map(String::length)
                .orElse(cause -> -1);
        assertThat(length.orNull()).isNotNull();
        assertThat(length.join()).isEqualTo(5);
        assertThat(length.toFuture()).isCompletedWithValue(5);
        assertThat(executor).isEmpty();
    }

    @Test
    void whatAStageHasCompletedWithIsHere() {
        assertThat(Eventual.of(CompletableFuture.completedFuture("here")).orNull())
                .isNotNull();
        assertThat(Eventual.of(CompletableFuture.completedFuture("here")).join())
                .isEqualTo("here");
        assertThat(Eventual.of(CompletableFuture.failedFuture(failure)).orNull())
                .isNull();
    }

    @Test
    void theNextStepOfWhatComesLaterRunsOnTheExecutor() {
        Eventual<String> next = Eventual.of(future).then(executor::add, text -> Eventual.now(text + "!"));
        assertThat(next.orNull()).isNull();
        future.complete("late");
        assertThat(next.toFuture()).as("this thread is a client's").isNotDone();
        executor.remove().run();
        assertThat(next.toFuture()).isCompletedWithValue("late!");
        assertThat(next.join()).isEqualTo("late!");
        assertThat(executor).isEmpty();
    }

    @Test
    void theNextStepOfWhatHasArrivedMeanwhileRunsAtOnce() {
        Eventual<String> eventual = Eventual.of(future);
        future.complete("late");
        Eventual<String> next = eventual.then(executor::add, text -> Eventual.now(text + "!"));
        assertThat(executor).isEmpty();
        assertThat(next.join()).isEqualTo("late!");
    }

    @Test
    void aNextStepMayComeLaterItself() {
        CompletableFuture<String> second = new CompletableFuture<>();
        Eventual<String> fromNow = Eventual.now("first").then(executor::add, text -> Eventual.of(second));
        Eventual<String> fromLater = Eventual.of(future).then(executor::add, text -> Eventual.of(second));
        future.complete("first");
        executor.remove().run();
        assertThat(fromNow.toFuture()).isNotDone();
        assertThat(fromLater.toFuture()).isNotDone();
        second.complete("second");
        assertThat(fromNow.join()).isEqualTo("second");
        assertThat(fromLater.join()).isEqualTo("second");
    }

    @Test
    void whatIsMadeOfAValueIsMadeOnTheThreadThatHasIt() {
        Eventual<Integer> length = Eventual.of(future).map(String::length);
        future.complete("late");
        assertThat(length.toFuture()).isCompletedWithValue(4);
    }

    @Test
    void aFailurePassesTheNextStepsAndEndsInWhatIsMadeOfIt() {
        Eventual<String> failing = Eventual.of(future)
                .then(executor::add, text -> Eventual.now("never"))
                .map(text -> "never")
                .orElse(cause -> cause == failure ? "as it was" : "wrapped");
        future.completeExceptionally(failure);
        executor.forEach(Runnable::run);
        assertThat(failing.toFuture()).isCompletedWithValue("as it was");
    }

    @Test
    void aFailureThatIsHereIsDealtWithAtOnce() {
        Eventual<String> failed = failed();
        assertThat(failed.orNull()).isNull();
        assertThat(failed.toFuture()).isCompletedExceptionally();
        assertThatThrownBy(failed::join).isInstanceOf(CompletionException.class).hasCause(failure);
        Eventual<String> decided = failed.then(executor::add, Eventual::now).orElse(Throwable::getMessage);
        assertThat(decided.orNull()).isNotNull();
        assertThat(decided.join()).isEqualTo("test");
        assertThat(executor).isEmpty();
    }

    @Test
    void aStepThatThrowsFailsWhatComesLaterAndThrowsWhereTheValueIsHere() {
        Function<String, Eventual<String>> throwing = text -> {
            throw failure;
        };
        assertThatIllegalStateException().isThrownBy(() -> Eventual.now("here").then(executor::add, throwing));
        Eventual<String> later = Eventual.of(future).then(executor::add, throwing);
        future.complete("late");
        executor.remove().run();
        assertThat(later.orElse(Throwable::getMessage).join()).isEqualTo("test");
    }

    /** An error of the virtual machine is thrown to whoever waits, and not wrapped. */
    @Test
    void whatIsMadeOfAFailureThatIsHereThrowsWhatItThrows() {
        Eventual<String> decided = failed().orElse(cause -> "decided");
        assertThatThrownBy(() -> decided.map(text -> {
                    throw new OutOfMemoryError("test");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    private Eventual<String> failed() {
        return Eventual.of(CompletableFuture.failedFuture(failure));
    }
}
