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
    private final Responses responses = responses(Duration.ofMinutes(1));
    private final Responses impatient = responses(Duration.ofMillis(1));

    private Responses responses(Duration timeout) {
        EventDispatcher dispatcher = new EventDispatcher(List.of(events::add), List.of(), GuardLogs.quiet());
        Triage triage = new Triage(ErrorClassifier.NONE, (request, cooldown) -> {}, dispatcher);
        return new Responses(triage, dispatcher, () -> Instant.EPOCH, timeout, GuardLogs.quiet());
    }

    @AfterEach
    void close() {
        responses.close();
        impatient.close();
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
            responses.send(what -> later.thenApply(same -> same), "hello", REQUEST);
            later.completeExceptionally(failure);
            assertFailed(failure.getClass());
        }
        responses.send(what -> null, "hello", REQUEST);
        assertFailed(NullPointerException.class);
        assertThat(responses.failed()).isEqualTo(7);
        assertThat(responses.sent()).isZero();
    }

    @Test
    void aStageThatNeverCompletesIsGivenUp() throws InterruptedException {
        impatient.send(what -> new CompletableFuture<>(), "hello", REQUEST);
        assertFailed(TimeoutException.class);
    }

    @Test
    void aResponderThatHangsIsReportedAndInterrupted() throws InterruptedException {
        BlockingQueue<String> interrupted = new LinkedBlockingQueue<>();
        impatient.send(
                Responder.blocking(what -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException given) {
                        interrupted.add("interrupted");
                    }
                }),
                "hello",
                REQUEST);
        assertFailed(TimeoutException.class);
        assertThat(interrupted.poll(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
    }

    @Test
    void respondersThatHangForEverCostTheirThreadsAndAnEventEach() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        Responder<String> responder = Responder.blocking(what -> awaitUninterruptibly(hanging));
        for (int i = 0; i < Responses.THREADS; i++) {
            impatient.send(responder, "hello", REQUEST);
            assertFailed(TimeoutException.class);
        }
        for (int i = 0; i < 2 * Responses.MAXIMUM; i++) {
            impatient.send(responder, "hello", REQUEST);
        }
        assertThat(impatient.dropped())
                .as("no thread is left, and so many wait")
                .isEqualTo(Responses.MAXIMUM);
        hanging.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException ignored) {
                // as badly behaved code does
            }
        }
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
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (count.getAsLong() < expected && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(count.getAsLong()).isEqualTo(expected);
    }

    /** Throws what Java wants to see declared. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> CompletableFuture<String> sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
