package dev.botsentinel.engine;

import dev.botsentinel.event.QueueHealth;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.Responder;
import dev.botsentinel.response.ResponseCounts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Calls responders beside the guard. They call the bot platform, which may be slow, refuse or hang; the guard's executor,
 * on which decisions go on, must not wait for that. So there are {@value #THREADS} daemon threads for them alone, started
 * when first needed and ended when idle. At most {@value #MAXIMUM} answers wait or are under way; what comes on top is
 * dropped and counted: a flood of denials costs its answers, nothing else. A responder that takes too long is given up,
 * reported and interrupted; one that doesn't heed that keeps its thread, and no more than that. Thread-safe.
 */
public final class Responses implements ResponseCounts, AutoCloseable {

    /** How long a responder's stage may take unless said otherwise. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    static final int THREADS = 4;
    static final int MAXIMUM = 1024;

    private static final long IDLE_SECONDS = 30;

    private final Triage triage;
    private final EventDispatcher events;
    private final InstantSource time;
    private final long timeoutNanos;
    private final Semaphore room = new Semaphore(MAXIMUM);
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Responses::thread);
    /** Counts and reports what has ended; never a responder's, so that it is free though they hang. */
    private final ThreadPoolExecutor reporting = new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Responses::thread);

    private final GuardLog log;
    private final LongAdder sent = new LongAdder();
    private final LongAdder silent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /**
     * @param triage cools down what a failure says
     * @param events told of what fails
     * @param time the time of these events
     * @param timeout how long a responder's stage may take, in real time
     * @param log told of what is dropped
     */
    public Responses(Triage triage, EventDispatcher events, InstantSource time, Duration timeout, GuardLog log) {
        this.log = log;
        this.triage = triage;
        this.events = events;
        this.time = time;
        this.timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout);
        threads.allowCoreThreadTimeOut(true);
        reporting.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "sentinel-response", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Has the responder answer, soon and elsewhere. Never blocks and never throws. */
    <T> void send(Responder<? super T> responder, T what, Request request) {
        if (!room.tryAcquire()) {
            drop();
            return;
        }
        try {
            threads.execute(() -> call(responder, what, request));
        } catch (Throwable closedOrNoThread) {
            room.release();
            drop();
        }
    }

    private void drop() {
        dropped.increment();
        log.answerDropped();
    }

    /** A denial that is not explained. */
    void repeat() {
        repeated.increment();
    }

    private <T> void call(Responder<? super T> responder, T what, Request request) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        InterruptibleCall call = new InterruptibleCall();
        var unused = answer.orTimeout(timeoutNanos, TimeUnit.NANOSECONDS)
                .whenCompleteAsync(
                        (said, failure) -> {
                            call.interrupt();
                            settle(request, said, failure);
                        },
                        reporting);
        try {
            var unusedStage = Objects.requireNonNull(responder.respond(what), "the responder answered null")
                    .whenComplete((result, failure) -> Stages.complete(answer, result != Responder.NOTHING, failure));
        } catch (Throwable failure) {
            answer.completeExceptionally(failure);
        } finally {
            call.end();
        }
    }

    /** A call on this thread, which can be interrupted as long as it lasts. */
    private static final class InterruptibleCall {

        private @Nullable Thread thread = Thread.currentThread();

        synchronized void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            thread = null;
            boolean unused = Thread.interrupted(); // meant for this call; the next one is another user's
        }
    }

    /** @param said whether the responder had something to say */
    private void settle(Request request, @Nullable Boolean said, @Nullable Throwable failure) {
        room.release();
        if (failure == null) {
            (Boolean.TRUE.equals(said) ? sent : silent).increment();
        } else {
            failed.increment();
            Throwable cause = named(Stages.cause(failure));
            events.publish(new SecurityEvent.ResponseFailed(time.instant(), request, cause));
            triage.cool(triage.classify(cause, request), request);
        }
    }

    private Throwable named(Throwable cause) {
        return cause instanceof TimeoutException && cause.getMessage() == null
                ? new TimeoutException(
                        "the responder took longer than " + Duration.ofNanos(timeoutNanos) + " and was given up")
                : cause;
    }

    @Override
    public long sent() {
        return sent.sum();
    }

    @Override
    public long silent() {
        return silent.sum();
    }

    @Override
    public long failed() {
        return failed.sum();
    }

    @Override
    public long repeated() {
        return repeated.sum();
    }

    @Override
    public long dropped() {
        return dropped.sum();
    }

    /** How many answers wait or are under way. */
    public QueueHealth health() {
        return new QueueHealth("responses", MAXIMUM - room.availablePermits(), MAXIMUM, dropped());
    }

    /** Takes no more answers; those that wait are still given. Doesn't wait for them. Idempotent. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
