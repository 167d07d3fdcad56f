package dev.botsentinel.redis;

import dev.botsentinel.plan.Stages;
import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisNoScriptException;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one call: sent once, and again only if the answer proves that nothing was done. Thread-safe.
 */
/*
 * An attempt tells the server until when it counts; whoever gave up waiting by then has not spent anything later. Three
 * answers prove that nothing was done, and lead to another attempt within what is left of the time: the server doesn't know
 * the script (then it is sent whole), another server has the keys (then that one is asked), or the attempt came too late, by
 * the server's clock, of which we then know more. After every other failure it is unknown whether the script ran, so it
 * isn't sent again.
 */
final class ScriptCall {

    private static final int MOST_REDIRECTS = 4;

    private final CallRoute route;
    private final ScriptArgs call;
    private final long nowMicros;
    private final long endNanos;
    private final CompletableFuture<Reply> result = new CompletableFuture<>();
    private @Nullable Timeout timeout;
    private volatile @Nullable Attempt last;
    private boolean wasUnknown;
    private boolean wasLate;
    private int redirects;

    private ScriptCall(CallRoute route, ScriptArgs call, long nowMicros, long endNanos) {
        this.route = route;
        this.call = call;
        this.nowMicros = nowMicros;
        this.endNanos = endNanos;
    }

    /**
     * Runs the call.
     *
     * @param nowMicros the time to decide by, {@link StructWriter#BEFORE} for the server's
     * @param endNanos until when it may take, all attempts together
     */
    static CompletableFuture<Reply> run(CallRoute route, Timer timer, ScriptArgs call, long nowMicros, long endNanos) {
        ScriptCall exchange = new ScriptCall(route, call, nowMicros, endNanos);
        exchange.start(timer);
        return exchange.result;
    }

    /** What is under way. */
    private record Attempt(ManagedConnection link, Session session, long sentNanos, long deadlineMicros) {}

    private void start(Timer timer) {
        try {
            long left = endNanos - System.nanoTime();
            if (left <= 0) {
                throw new StoreException("no time was left to ask Redis; nothing was done");
            }
            ManagedConnection link = route.first();
            Session session = link.session();
            timeout = timer.newTimeout(due -> expire(), left, TimeUnit.NANOSECONDS);
            attempt(link, session, false);
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    private void attempt(ManagedConnection link, Session session, boolean asking) {
        long deadlineMicros = session.clock().microsAt(endNanos);
        Attempt attempt = new Attempt(link, session, System.nanoTime(), deadlineMicros);
        last = attempt;
        if (asking) {
            session.asking();
        }
        session.run(call.script(), wasUnknown, call.keys(), call.arguments(deadlineMicros, nowMicros))
                .whenComplete((items, failure) -> answered(attempt, items, failure));
    }

    private void answered(Attempt attempt, @Nullable List<Object> items, @Nullable Throwable failure) {
        try {
            if (items != null) {
                replied(attempt, new Reply(items, attempt.deadlineMicros()));
            } else {
                refused(
                        attempt,
                        failure == null ? new StoreException("Redis answered nothing") : Stages.cause(failure));
            }
        } catch (RuntimeException unexpected) {
            fail(unexpected);
        }
    }

    private void replied(Attempt attempt, Reply reply) {
        Session session = attempt.session();
        long received = System.nanoTime();
        session.heard(received);
        session.clock().learn(attempt.sentNanos(), received, reply.serverMicros());
        if (reply.code() != Reply.LATE) {
            stopTimer();
            result.complete(reply);
        } else if (!wasLate) {
            wasLate = true;
            again(attempt.link(), session, false);
        } else {
            fail(new StoreException("the call came to Redis too late, twice; nothing was done"));
        }
    }

    private void refused(Attempt attempt, Throwable failure) {
        Redirect redirect = Redirect.of(failure);
        ManagedConnection other = redirect == null || redirects == MOST_REDIRECTS ? null : route.next(redirect);
        if (failure instanceof RedisNoScriptException && !wasUnknown) {
            wasUnknown = true;
            again(attempt.link(), attempt.session(), false);
        } else if (redirect != null && other != null) {
            redirects++;
            wasLate = false;
            again(other, other.session(), redirect.isAsk());
        } else {
            if (Failures.isReadOnly(failure)) {
                attempt.link().unfit(attempt.session());
            }
            fail(failure);
        }
    }

    /** Without time left the timer fails the call. */
    private void again(ManagedConnection link, Session session, boolean asking) {
        if (!result.isDone() && endNanos - System.nanoTime() > 0) {
            attempt(link, session, asking);
        }
    }

    private void expire() {
        Attempt silent = last;
        if (result.completeExceptionally(new StoreException(
                        "Redis gave no answer in time; if the call had not arrived by then, Redis refuses it"))
                && silent != null) {
            silent.link().timedOut(silent.session());
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
