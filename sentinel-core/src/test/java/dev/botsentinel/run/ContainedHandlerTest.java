package dev.botsentinel.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing escapes. */
class ContainedHandlerTest {

    static Stream<Throwable> everyKindOfThrowable() {
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
    @MethodSource("everyKindOfThrowable")
    void handlingContinuesAfterAFailure(Throwable thrown) {
        List<Integer> handled = new ArrayList<>();
        ContainedHandler<Integer> handler = ContainedHandler.of(update -> {
            if (update == 2) {
                throw ContainedHandlerTest.<RuntimeException>sneaky(thrown);
            }
            handled.add(update);
        });
        List.of(1, 2, 3).forEach(handler);
        assertThat(handled).containsExactly(1, 3);
        assertThat(handler.failures()).isEqualTo(1);
        assertThat(Thread.currentThread().isInterrupted()).isEqualTo(thrown instanceof InterruptedException);
    }

    @Test
    void closesWhatItOwnsOnceInOrderThoughOneFails() {
        List<String> closed = new ArrayList<>();
        AutoCloseable failing = () -> {
            closed.add("runner");
            throw new StackOverflowError();
        };
        ContainedHandler<Integer> handler = ContainedHandler.of(update -> {}, failing, () -> closed.add("guard"));
        handler.close();
        handler.close();
        assertThat(closed).containsExactly("runner", "guard");
        assertThat(handler.failures()).isEqualTo(1);
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
        ContainedHandler<Integer> handler = ContainedHandler.of(update -> {
            throw unprintable;
        });
        handler.accept(1);
        assertThat(handler.failures()).isEqualTo(1);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the point is to throw what isn't declared
    private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
