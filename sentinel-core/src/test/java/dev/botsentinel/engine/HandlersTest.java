package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.Outcome;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Request;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guarded handler gives back, and what becomes of what it throws. */
@Timeout(30)
class HandlersTest {

    private static final PolicySet POLICY = PolicySet.builder()
            .action("/once", Policy.limits(RateLimit.perMinute(1)))
            .build();

    private static Bench bench(boolean remote) {
        return new Bench(new Way(Way.Entry.CHECK, remote), POLICY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHandlerWithAResultHandsItOver(boolean remote) {
        Bench bench = bench(remote);
        Function<Request, Outcome<String>> guarded =
                bench.sentinel.guardCall(update -> update.action().name() + "!");
        assertThat(guarded.apply(bench.fresh("/once").build())).isEqualTo(new Outcome.Handled<>("/once!"));
        assertThat(guarded.apply(bench.fresh("/once").build()))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.decision()).isEqualTo(bench.decisions.get(1)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHandlerMayAnswerNull(boolean remote) {
        Bench bench = bench(remote);
        Function<Request, Outcome<@Nullable String>> guarded = bench.sentinel.guardCall(update -> null);
        assertThat(guarded.apply(bench.fresh("/a").build())).isEqualTo(new Outcome.Handled<>(null));
        Function<Request, CompletionStage<Outcome<@Nullable String>>> later =
                bench.sentinel.guardAsync(update -> CompletableFuture.completedFuture(null));
        assertThat(later.apply(bench.fresh("/a").build()).toCompletableFuture().join())
                .isEqualTo(new Outcome.Handled<>(null));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAHandlerThrowsPassesThroughUnchangedAfterItsEvent(boolean remote) {
        for (Throwable thrown :
                List.of(new IllegalStateException("mine"), new StackOverflowError(), new IOException())) {
            Bench bench = bench(remote);
            Request request = bench.fresh("/a").build();
            assertThatThrownBy(() -> bench.sentinel
                            .guard(update -> HandlersTest.<RuntimeException>sneak(thrown))
                            .accept(request))
                    .isSameAs(thrown);
            assertThatThrownBy(() -> bench.sentinel
                            .guardCall(update -> HandlersTest.<RuntimeException>sneak(thrown))
                            .apply(request))
                    .isSameAs(thrown);
            assertFailed(bench, thrown, thrown);
            assertThat(bench.decisions).hasSize(2).allMatch(decision -> decision.isAllowed());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAsyncHandlersFailureFailsTheStageAfterItsEvent(boolean remote) {
        Throwable failure = new IllegalStateException("mine");
        List<Function<Request, CompletionStage<String>>> handlers = List.of(
                update -> sneak(failure),
                update -> CompletableFuture.failedFuture(failure),
                update -> Threads.failingLater(failure),
                update -> Threads.<String>failingLater(failure).thenApply(same -> same));
        for (Function<Request, CompletionStage<String>> handler : handlers) {
            Bench bench = bench(remote);
            Request request = bench.fresh("/a").build();
            CompletionStage<Outcome<String>> outcome =
                    bench.sentinel.guardAsync(handler).apply(request);
            assertThatThrownBy(() -> outcome.toCompletableFuture().join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isSameAs(failure);
            assertFailed(bench, failure);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anErrorOrNoStageAtAllFromAnAsyncHandlerHasItsEventToo(boolean remote) {
        Bench bench = bench(remote);
        Function<Request, CompletionStage<Outcome<String>>> error =
                bench.sentinel.guardAsync(update -> sneak(new NoClassDefFoundError("missing")));
        Function<Request, CompletionStage<Outcome<String>>> none = bench.sentinel.guardAsync(update -> null);
        assertThatThrownBy(() -> error.apply(bench.fresh("/a").build())
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(() -> none.apply(bench.fresh("/a").build())
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(NullPointerException.class);
        assertThat(bench.events(SecurityEvent.HandlerFailed.class))
                .extracting(event -> (Object) event.cause().getClass())
                .containsExactly(NoClassDefFoundError.class, NullPointerException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefusedAsyncHandlerIsNeverCalled(boolean remote) throws Exception {
        Bench bench = bench(remote);
        bench.allowed(bench.fresh("/once"));
        Outcome<String> outcome = bench.sentinel
                .<String>guardAsync(update -> {
                    throw new AssertionError("called");
                })
                .apply(bench.fresh("/once").build())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.decision().reason()).isEqualTo(Reason.RATE_LIMITED));
        assertThat(bench.events(SecurityEvent.HandlerFailed.class)).isEmpty();
    }

    private static void assertFailed(Bench bench, Throwable... causes) {
        assertThat(bench.events)
                .allMatch(SecurityEvent.HandlerFailed.class::isInstance)
                .extracting(event -> ((SecurityEvent.HandlerFailed) event).cause())
                .containsExactly(causes);
    }

    /** Throws what Java wants to see declared, as other languages of the JVM do. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> @Nullable CompletionStage<String> sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
