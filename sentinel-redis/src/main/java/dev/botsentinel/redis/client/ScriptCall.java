package dev.botsentinel.redis.client;

import dev.botsentinel.store.NothingDoneException;
import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisNoScriptException;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call: sent once, and again only if the answer proves that nothing was done. Thread-safe.
 */
/*
 * Each attempt carries its deadline in server time, so a call that timed out here has no effect later. Three answers prove
 * that nothing was done, and lead to another attempt within the time left: the server doesn't know the script (one call of all
 * that find out has it loaded, and the others wait for that), another node has the slot (the call goes there), or the attempt was late by the server's clock (the reply corrects
 * our estimate of it). After any other failure it is unknown whether the script ran, so the call isn't sent again.
 */
final class ScriptCall {

    private static final int MAX_REDIRECTS = 4;

    /** How often a script is loaded for one call, as other clients may flush them; then the call sends the source itself. */
    private static final int MAX_LOADS = 3;

    private final CallRoute route;
    private final ScriptArgs call;
    private final long nowMicros;
    private final long deadlineNanos;
    private final CompletableFuture<Reply> result = new CompletableFuture<>();
    private @Nullable Timeout timeout;
    private volatile @Nullable Attempt last;
    private int loads;
    private boolean wasLate;
    private int redirects;

    private ScriptCall(CallRoute route, ScriptArgs call, long nowMicros, long deadlineNanos) {
        this.route = route;
        this.call = call;
        this.nowMicros = nowMicros;
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * Runs a call.
     *
     * @param nowMicros the time to decide by, {@link ScriptArgs#SERVER_TIME} for the server's
     * @param deadlineNanos the deadline of all attempts together
     */
    static CompletableFuture<Reply> run(
            CallRoute route, Timer timer, ScriptArgs call, long nowMicros, long deadlineNanos) {
        ScriptCall exchange = new ScriptCall(route, call, nowMicros, deadlineNanos);
        exchange.start(timer);
        return exchange.result;
    }

    /** An attempt in flight. */
    private record Attempt(ManagedConnection connection, Session session, boolean asking, long sentNanos) {}

    private void start(Timer timer) {
        try {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                throw new NothingDoneException("no time was left to call Redis; nothing was done");
            }
            ManagedConnection connection = route.first();
            Session session = connection.session();
            timeout = timer.newTimeout(due -> expire(), left, TimeUnit.NANOSECONDS);
            attempt(connection, session, false);
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    private void attempt(ManagedConnection connection, Session session, boolean asking) {
        long deadlineMicros = session.clock().microsAt(deadlineNanos);
        Attempt attempt = new Attempt(connection, session, asking, System.nanoTime());
        last = attempt;
        if (asking) {
            session.asking();
        }
        session.connection()
                .run(call, loads > MAX_LOADS, deadlineMicros, nowMicros)
                .whenComplete((reply, failure) -> answered(attempt, reply, failure));
    }

    private void answered(Attempt attempt, @Nullable Reply reply, @Nullable Throwable failure) {
        try {
            if (reply != null) {
                replied(attempt, reply);
            } else {
                refused(attempt, Failures.cause(Objects.requireNonNull(failure)));
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
            again(attempt.connection(), session, attempt.asking());
        } else {
            fail(new NothingDoneException(
                    "the call reached Redis too late, twice; nothing was done",
                    null,
                    attempt.connection().address()));
        }
    }

    private void refused(Attempt attempt, Throwable failure) {
        Redirect redirect = Redirect.of(failure);
        if (redirect != null && !route.isConcernedBy(redirect)) {
            fail(attempt.session().connection().outOfStep());
            return;
        }
        ManagedConnection other = redirect == null || redirects == MAX_REDIRECTS ? null : route.next(redirect);
        if (failure instanceof RedisNoScriptException && loads <= MAX_LOADS) {
            loads++;
            load(attempt);
        } else if (redirect != null && other != null) {
            redirects++;
            wasLate = false;
            again(other, other.session(), redirect.isAsk());
        } else {
            if (Failures.isReadOnly(failure)) {
                attempt.connection().demoted(attempt.session());
            }
            fail(failure);
        }
    }

    private void load(Attempt attempt) {
        CompletionStage<?> loaded = loads > MAX_LOADS
                ? CompletableFuture.completedFuture(null)
                : attempt.session().loaded(call.script());
        loaded.whenComplete((done, failure) -> {
            try {
                again(attempt.connection(), attempt.session(), attempt.asking());
            } catch (RuntimeException unexpected) {
                fail(unexpected);
            }
        });
    }

    /** If no time is left, the timer fails the call. */
    private void again(ManagedConnection connection, Session session, boolean asking) {
        if (!result.isDone() && deadlineNanos - System.nanoTime() > 0) {
            attempt(connection, session, asking);
        }
    }

    private void expire() {
        Attempt silent = last;
        String message = "Redis gave no answer in time; a call that arrives after its deadline does nothing";
        if (silent == null) {
            result.completeExceptionally(new StoreException(message));
        } else if (result.completeExceptionally(
                new StoreException(message, null, silent.connection().address()))) {
            silent.connection().timedOut(silent.session());
        }
    }

    private void fail(Throwable failure) {
        stopTimer();
        Attempt attempt = last;
        result.completeExceptionally(
                attempt == null
                        ? Failures.ofCall(failure)
                        : Failures.ofCall(failure, attempt.connection().address()));
    }

    private void stopTimer() {
        Timeout running = timeout;
        if (running != null) {
            running.cancel();
        }
    }
}
