package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.event.ErrorClassifier;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.ResponseFailed;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.Responder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What responders can do wrong. */
@Timeout(30)
class ResponsesTest {

    private static final Request REQUEST =
            Request.builder("/a").subject("42").content(Content.text("secret")).build();

    private final BlockingQueue<SecurityEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> answered = new LinkedBlockingQueue<>();
    private final Responses responses = responses(Duration.ofMillis(1));

    private Responses responses(Duration timeout) {
        EventDispatcher dispatcher = new EventDispatcher(List.of(events::add), List.of(), GuardLogs.quiet());
        Triage triage = new Triage(ErrorClassifier.NONE, (request, cooldown) -> {}, dispatcher);
        return new Responses(triage, dispatcher, () -> Instant.EPOCH, timeout, GuardLogs.quiet());
    }

    @AfterEach
    void close() {
        responses.close();
    }

    @Test
    void aResponderRunsOnAThreadOfItsOwn() throws InterruptedException {
        Responder<String> responder = Responder.blocking(
                what -> answered.add(what + " on " + Thread.currentThread().getName()));
        responses.send(responder, "hello", REQUEST);
        assertThat(answered.take()).isEqualTo("hello on sentinel-response");
        waitFor(responses::sent, 1);
    }

    @Test
    void nothingToSayIsCountedApartFromWhatWasSent() {
        responses.send(what -> Responder.nothing(), "hello", REQUEST);
        waitFor(responses::silent, 1);
        CompletableFuture<Object> later = new CompletableFuture<>();
        Responses patient = responses(Duration.ofSeconds(20));
        patient.send(what -> later, "hello", REQUEST);
        later.complete(Responder.NOTHING);
        waitFor(patient::silent, 1);
        patient.close();
        assertThat(responses.sent() + patient.sent()).isZero();
    }

    @Test
    void whatAResponderThrowsOrFailsWithIsAnEventWithoutContent() throws InterruptedException {
        for (Throwable failure : List.of(new IllegalStateException("mine"), new StackOverflowError())) {
            responses.send(what -> ResponsesTest.<RuntimeException>sneak(failure), "hello", REQUEST);
            assertFailed(failure.getClass());
            responses.send(what -> CompletableFuture.failedFuture(failure), "hello", REQUEST);
            assertFailed(failure.getClass());
            CompletableFuture<String> later = new CompletableFuture<>();
            Responses patient = responses(Duration.ofMinutes(1));
            patient.send(what -> later.thenApply(same -> same), "hello", REQUEST);
            later.completeExceptionally(failure);
            assertFailed(failure.getClass());
        }
        responses.send(what -> null, "hello", REQUEST);
        assertFailed(NullPointerException.class);
        assertThat(responses.failed()).isEqualTo(5);
        assertThat(responses.sent()).isZero();
    }

    @Test
    void aStageThatNeverCompletesIsGivenUp() throws InterruptedException {
        responses.send(what -> new CompletableFuture<>(), "hello", REQUEST);
        assertFailed(TimeoutException.class);
    }

    @Test
    void respondersThatHangCostAnswersAndNothingElse() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        Responder<String> responder = Responder.blocking(what -> await(hanging));
        for (int i = 0; i < 2 * Responses.MAXIMUM; i++) {
            responses.send(responder, "hello", REQUEST);
        }
        assertThat(responses.dropped()).isEqualTo(Responses.MAXIMUM);
        hanging.countDown();
        waitFor(responses::sent, Responses.MAXIMUM);
        responses.send(Responder.blocking(answered::add), "again", REQUEST);
        assertThat(answered.take()).isEqualTo("again");
    }

    @Test
    void afterTheEndNobodyIsAnswered() {
        responses.close();
        responses.close();
        responses.send(Responder.blocking(answered::add), "hello", REQUEST);
        assertThat(responses.dropped()).isEqualTo(1);
        assertThat(answered).isEmpty();
    }

    private void assertFailed(Class<? extends Throwable> cause) throws InterruptedException {
        ResponseFailed event = (ResponseFailed) Objects.requireNonNull(events.poll(20, TimeUnit.SECONDS));
        assertThat(event.cause()).isInstanceOf(cause);
        assertThat(event.request().content()).isNull();
    }

    private static void waitFor(LongSupplier count, long expected) {
        while (count.getAsLong() < expected) {
            Thread.onSpinWait();
        }
        assertThat(count.getAsLong()).isEqualTo(expected);
    }

    /** Throws what Java wants to see declared. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> CompletableFuture<String> sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
