package dev.botsentinel.redis;

import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisNoScriptException;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one call: sent once, and once more only if its answer proves that nothing was done. Thread-safe.
 */
/*
 * An attempt tells the server until when it counts; whoever gave up waiting by then has not spent anything later. Two
 * answers prove that nothing was done, and lead to another attempt within what is left of the time: the server doesn't know
 * the script (then it is sent whole), or the attempt came too late, by the server's clock, of which we then know more. After
 * every other failure it is unknown whether the script ran, so it isn't sent again.
 */
final class Exchange {

    private final Link link;
    private final Call call;
    private final long nowMicros;
    private final long endNanos;
    private final CompletableFuture<Reply> result = new CompletableFuture<>();
    private @Nullable Timeout timeout;
    private boolean wasUnknown;
    private boolean wasLate;

    private Exchange(Link link, Call call, long nowMicros, long endNanos) {
        this.link = link;
        this.call = call;
        this.nowMicros = nowMicros;
        this.endNanos = endNanos;
    }

    /**
     * Runs the call.
     *
     * @param nowMicros the time to decide by, {@link Packed#BEFORE} for the server's
     * @param budgetNanos how long it may take, all attempts together
     */
    static CompletableFuture<Reply> run(Link link, Timer timer, Call call, long nowMicros, long budgetNanos) {
        Exchange exchange = new Exchange(link, call, nowMicros, System.nanoTime() + budgetNanos);
        exchange.start(timer, budgetNanos);
        return exchange.result;
    }

    private void start(Timer timer, long budgetNanos) {
        try {
            Session session = link.session();
            long sent = System.nanoTime();
            timeout = timer.newTimeout(due -> expire(session, sent), budgetNanos, TimeUnit.NANOSECONDS);
            attempt(session);
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    private void attempt(Session session) {
        long sent = System.nanoTime();
        List<byte[]> arguments = new ArrayList<>(call.arguments().size() + 1);
        arguments.add(new Packed()
                .number(session.clock().microsAt(endNanos))
                .number(nowMicros)
                .raw(call.first().bytes())
                .bytes());
        arguments.addAll(call.arguments());
        session.run(call.script(), wasUnknown, call.keys(), arguments)
                .whenComplete((items, failure) -> answered(session, sent, items, failure));
    }

    private void answered(Session session, long sentNanos, @Nullable List<Object> items, @Nullable Throwable failure) {
        try {
            if (items != null) {
                replied(session, sentNanos, new Reply(items));
            } else if (failure instanceof RedisNoScriptException && !wasUnknown) {
                wasUnknown = true;
                again(session);
            } else {
                fail(failure == null ? new StoreException("Redis answered nothing") : failure);
            }
        } catch (RuntimeException unexpected) {
            fail(unexpected);
        }
    }

    private void replied(Session session, long sentNanos, Reply reply) {
        long received = System.nanoTime();
        session.heard(received);
        session.clock().learn(sentNanos, received, reply.serverMicros());
        if (reply.code() != Reply.LATE) {
            stopTimer();
            result.complete(reply);
        } else if (!wasLate) {
            wasLate = true;
            again(session);
        } else {
            fail(new StoreException("the call came to Redis too late, twice; nothing was done"));
        }
    }

    /** Without time left the timer fails the call. */
    private void again(Session session) {
        if (!result.isDone() && endNanos - System.nanoTime() > 0) {
            attempt(session);
        }
    }

    private void expire(Session session, long sentNanos) {
        if (result.completeExceptionally(new StoreException(
                "Redis gave no answer in time; if the call had not arrived by then, Redis refuses it"))) {
            link.timedOut(session, sentNanos);
        }
    }

    private void fail(Throwable failure) {
        stopTimer();
        result.completeExceptionally(Failures.ofCall(failure));
    }

    private void stopTimer() {
        Timeout running = timeout;
        if (running != null) {
            running.cancel();
        }
    }
}
