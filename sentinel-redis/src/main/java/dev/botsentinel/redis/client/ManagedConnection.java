package dev.botsentinel.redis.client;

import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.store.NothingDoneException;
import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.netty.util.Timer;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Maintains one connection to one server: connects, checks the connection, and reconnects when it is lost. Thread-safe; never
 * blocks.
 */
/*
 * Lettuce's own reconnecting is off. By default it sends commands again that were in flight when a connection broke, so they
 * may run twice; it doesn't retry a first connection; and it waits for a hung server whose socket stays open. One loop here
 * does all three. Calls in flight fail when a connection breaks, and calls made while there is none fail at once.
 */
final class ManagedConnection implements CallRoute, AutoCloseable {

    /** How long a connection may stay silent after a call timed out. */
    private static final long SILENCE_MILLIS = 1000;

    /** A few ticks of the timer; a connection that is lost costs no more than they last. */
    private static final int TRIES_UNTIL_ACTIVE = 3;

    private final RedisClient client;
    private final Destination destination;
    private final String address;
    private final ConnectionCheck check;
    private final Collection<Script> scripts;
    private final Timer timer;
    private final ThrottledLog log;
    private final AtomicReference<@Nullable Session> session = new AtomicReference<>();
    private final RedisConnectionStateListener listener = new RedisConnectionStateListener() {
        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            Session current = session.get();
            if (current != null && connection instanceof StatefulRedisConnection<?, ?> gone && current.isOn(gone)) {
                lost(current);
            }
        }
    };
    private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
    private final AtomicReference<@Nullable Session> watched = new AtomicReference<>();
    private final Backoff backoff = new Backoff();
    private volatile String state = "still connecting";
    private volatile boolean closed;

    /** @param scripts the scripts that each new connection loads */
    ManagedConnection(
            RedisClient client,
            Destination destination,
            ConnectionCheck check,
            Collection<Script> scripts,
            Timer timer,
            ThrottledLog log) {
        this.client = client;
        this.destination = destination;
        this.address = destination.name();
        this.check = check;
        this.scripts = scripts;
        this.timer = timer;
        this.log = log;
    }

    /** Starts to connect. */
    void start() {
        client.addListener(listener);
        connect();
    }

    /**
     * Completes with the first connection. Fails when the server refuses, or when the second attempt fails; one failure of
     * another kind may be chance.
     */
    CompletableFuture<Void> firstAttempt() {
        return firstAttempt;
    }

    boolean isConnected() {
        return session.get() != null;
    }

    /**
     * The current session.
     *
     * @throws NothingDoneException if there is no connection
     */
    Session session() {
        Session current = session.get();
        if (current == null) {
            throw new NothingDoneException(
                    "there is no connection to Redis at " + address + ": " + state, null, address);
        }
        return current;
    }

    @Override
    public ManagedConnection first() {
        return this;
    }

    @Override
    public boolean isConcernedBy(Redirect redirect) {
        return true; // whatever it says: the call fails
    }

    @Override
    public @Nullable ManagedConnection next(Redirect redirect) {
        return null;
    }

    /** Loads a script, if there is a connection. */
    void load(Script script) {
        Session current = session.get();
        if (current != null) {
            current.load(script);
        }
    }

    /** Leaves a server that has become a replica, to look for the master. */
    void demoted(Session demoted) {
        if (session.get() == demoted) {
            state = "the server is read-only";
            lost(demoted);
            demoted.close();
        }
    }

    /**
     * A call timed out. Closes the connection unless an answer arrives within a second from now; earlier answers prove
     * nothing, since they may have been in transit when the connection died.
     */
    void timedOut(Session silent) {
        long nowNanos = System.nanoTime();
        if (watched.compareAndSet(null, silent)) {
            timer.newTimeout(
                    due -> {
                        watched.set(null);
                        if (!silent.hasHeardSince(nowNanos) && session.get() == silent) {
                            log.warn("Redis at " + address + " doesn't answer; closing the connection", "");
                            state = "the server did not answer";
                            lost(silent);
                            silent.close();
                        }
                    },
                    SILENCE_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Stops connecting. The connection itself closes with the shared client. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        state = "the client is closed";
        client.removeListener(listener);
        session.set(null);
    }

    /** Stops connecting and closes the connection, since the shared client stays open. */
    void discard() {
        Session last = session.get();
        close();
        if (last != null) {
            last.close();
        }
    }

    private void connect() {
        backoff.attempting();
        if (closed) {
            return;
        }
        destination.connect(this::dial).whenComplete((connection, failure) -> {
            if (failure != null) {
                failed(failure);
            } else {
                check(scriptConnection(connection), TRIES_UNTIL_ACTIVE);
            }
        });
    }

    private synchronized CompletionStage<StatefulRedisConnection<byte[], byte[]>> dial(RedisURI uri) {
        if (closed) { // close() is followed by a shutdown, after which the client may not connect
            throw new RedisException(state);
        }
        return client.connectAsync(ByteArrayCodec.INSTANCE, uri);
    }

    private ScriptConnection scriptConnection(StatefulRedisConnection<byte[], byte[]> connection) {
        return new ScriptConnection(connection, address, () -> outOfStep(connection));
    }

    private void outOfStep(StatefulRedisConnection<byte[], byte[]> connection) {
        log.warn("Redis at " + address + " gave a call the answer to another one; closing the connection", "");
        Session current = session.get();
        if (current != null && current.isOn(connection)) {
            state = "an answer was for another call";
            lost(current);
        }
        Session.close(connection);
    }

    /**
     * Lettuce may hand out a connection a moment before it takes commands: it then rejects them as if it were lost.
     *
     * @param tries how often to try again in that case
     */
    private void check(ScriptConnection connection, int tries) {
        check.check(connection).whenComplete((checked, failure) -> {
            if (failure == null && !closed) {
                connected(checked);
            } else if (failure != null && !closed && tries > 0 && Failures.isNotConnected(failure)) {
                timer.newTimeout(due -> check(connection, tries - 1), 1, TimeUnit.MILLISECONDS);
            } else {
                connection.close();
                if (failure != null) {
                    failed(failure);
                }
            }
        });
    }

    private void connected(Session checked) {
        log.info("Connected to Redis at " + address, "");
        backoff.succeeded();
        scripts.forEach(checked::load);
        session.set(checked);
        firstAttempt.complete(null);
        if (!checked.isOpen()) {
            lost(checked);
        }
    }

    private void lost(Session lost) {
        if (session.compareAndSet(lost, null) && !closed) {
            state = "the connection was lost";
            log.warn("The connection to Redis at " + address + " is lost; reconnecting", "");
            connectLater();
        }
    }

    private void failed(Throwable failure) {
        state = Failures.reason(failure);
        if (!closed) {
            log.warn("Can't connect to Redis at " + address + "; retrying", state);
        }
        if (!backoff.isFirst() || Failures.isRefusal(failure) || Failures.cause(failure) instanceof StoreException) {
            firstAttempt.completeExceptionally(failure);
        }
        connectLater();
    }

    private void connectLater() {
        long millis = backoff.nextMillis();
        if (!closed) {
            timer.newTimeout(due -> connect(), millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Its host and port, or those of the Redis Sentinels that know them. */
    String address() {
        return address;
    }
}
