package dev.botsentinel.engine;

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
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Calls responders beside the guard. They call the bot platform, which may be slow, refuse or hang; the guard's executor,
 * on which decisions go on, must not wait for that. So there are {@value #THREADS} daemon threads for them alone, started
 * when first needed and ended when idle. At most {@value #MAXIMUM} answers wait or are under way; what comes on top is
 * dropped and counted: a flood of denials costs its answers, nothing else. Thread-safe.
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
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /**
     * @param triage cools down what a failure says
     * @param events told of what fails
     * @param time the time of these events
     * @param timeout how long a responder's stage may take, in real time
     */
    public Responses(Triage triage, EventDispatcher events, InstantSource time, Duration timeout) {
        this.triage = triage;
        this.events = events;
        this.time = time;
        this.timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "sentinel-response", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Has the responder answer, soon and elsewhere. Never blocks and never throws. */
    <T> void send(Responder<? super T> responder, T what, Request request) {
        if (!room.tryAcquire()) {
            dropped.increment();
            return;
        }
        try {
            threads.execute(() -> call(responder, what, request));
        } catch (Throwable closedOrNoThread) {
            room.release();
            dropped.increment();
        }
    }

    /** A denial that is not explained. */
    void repeat() {
        repeated.increment();
    }

    private <T> void call(Responder<? super T> responder, T what, Request request) {
        CompletableFuture<?> answer;
        try {
            answer = Objects.requireNonNull(responder.respond(what), "the responder answered null")
                    .toCompletableFuture();
        } catch (Throwable failure) {
            settle(request, failure);
            return;
        }
        if (answer.isDone()) {
            var unused = answer.whenComplete((result, failure) -> settle(request, failure));
        } else {
            var unused = answer.copy()
                    .orTimeout(timeoutNanos, TimeUnit.NANOSECONDS)
                    .whenCompleteAsync((result, failure) -> settle(request, failure), threads);
        }
    }

    private void settle(Request request, @Nullable Throwable failure) {
        room.release();
        if (failure == null) {
            sent.increment();
        } else {
            failed.increment();
            Throwable cause = Stages.cause(failure);
            events.publish(new SecurityEvent.ResponseFailed(time.instant(), request, cause));
            triage.cool(triage.classify(cause, request), request);
        }
    }

    @Override
    public long sent() {
        return sent.sum();
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

    /** Takes no more answers; those that wait are still given. Doesn't wait for them. Idempotent. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
