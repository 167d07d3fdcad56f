package dev.botsentinel.redis;

import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection to one server: makes it, checks it, and makes another when it is lost. Thread-safe; never waits.
 */
/*
 * Lettuce's own reconnection is off. With it on, commands under way when a connection breaks are sent again by default, and
 * so run twice; it doesn't help a first connection; and it waits for a hung server whose socket stays open. Here one loop
 * does all three: a connection that breaks fails what was under way, and whoever asks while there is none is told so at
 * once.
 */
final class ManagedConnection implements CallRoute, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ManagedConnection.class);

    /** A connection that is silent for so long after a call timed out is given up. */
    private static final long SILENCE_MILLIS = 1000;

    private final RedisClient client;
    private final RedisURI uri;
    private final SelfCheck check;
    private final Collection<Script> scripts;
    private final Timer timer;
    private final AtomicReference<@Nullable Session> session = new AtomicReference<>();
    private final RedisConnectionStateListener listener = new RedisConnectionStateListener() {
        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            Session current = session.get();
            if (current != null && connection instanceof StatefulRedisConnection<?, ?> lost && current.isOn(lost)) {
                broken(current);
            }
        }
    };
    private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
    private final AtomicReference<@Nullable Session> watched = new AtomicReference<>();
    private volatile String trouble = "still connecting";
    private final Backoff pauses = new Backoff();
    private volatile boolean closed;

    /** @param scripts what each new connection has its server know */
    ManagedConnection(RedisClient client, RedisURI uri, SelfCheck check, Collection<Script> scripts, Timer timer) {
        this.client = client;
        this.uri = uri;
        this.check = check;
        this.scripts = scripts;
        this.timer = timer;
    }

    /** Begins to connect. */
    void start() {
        client.addListener(listener);
        connect();
    }

    /**
     * Completes when the first connection stands, or has failed: by a refusal at once, by anything else, which may be chance,
     * the second time.
     */
    CompletableFuture<Void> firstAttempt() {
        return firstAttempt;
    }

    boolean isConnected() {
        return session.get() != null;
    }

    /**
     * The session to use.
     *
     * @throws StoreException if there is none now
     */
    Session session() {
        Session current = session.get();
        if (current == null) {
            throw new StoreException("there is no connection to Redis at " + place() + " now: " + trouble);
        }
        return current;
    }

    @Override
    public ManagedConnection first() {
        return this;
    }

    @Override
    public @Nullable ManagedConnection next(Redirect redirect) {
        return null;
    }

    /** Has the server know a script, if there is a connection. */
    void load(Script script) {
        Session current = session.get();
        if (current != null) {
            current.load(script);
        }
    }

    /** A server that can't write now is none to stay with; whoever can is looked for. */
    void unfit(Session unfit) {
        if (session.get() == unfit) {
            trouble = "it can't write now";
            broken(unfit);
            unfit.close();
        }
    }

    /**
     * A call got no answer in its time. If nothing at all comes back for a while from now on, the connection is given up;
     * what came before may have been on its way when the connection died.
     */
    void timedOut(Session silent) {
        long nowNanos = System.nanoTime();
        if (watched.compareAndSet(null, silent)) {
            timer.newTimeout(
                    due -> {
                        watched.set(null);
                        if (!silent.hasHeardSince(nowNanos) && session.get() == silent) {
                            log.warn("Redis at {} is silent; closing the connection", place());
                            trouble = "it was silent";
                            broken(silent);
                            silent.close();
                        }
                    },
                    SILENCE_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Ends connecting; whoever shares the client closes it, and with it the connection. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        trouble = "it is not used any more";
        client.removeListener(listener);
        session.set(null);
    }

    /** Closes the connection, too, for the client lives on. */
    void discard() {
        Session last = session.get();
        close();
        if (last != null) {
            last.close();
        }
    }

    private void connect() {
        pauses.attempting();
        CompletionStage<StatefulRedisConnection<byte[], byte[]>> connecting;
        try {
            synchronized (this) { // whoever closes shuts the client down next, and connecting by it then is an error
                if (closed) {
                    return;
                }
                connecting = client.connectAsync(ByteArrayCodec.INSTANCE, uri);
            }
        } catch (RuntimeException failure) {
            failed(failure);
            return;
        }
        connecting.whenComplete((connection, failure) -> {
            if (failure != null) {
                failed(failure);
            } else {
                check(connection);
            }
        });
    }

    private void check(StatefulRedisConnection<byte[], byte[]> connection) {
        check.of(connection).whenComplete((checked, failure) -> {
            if (failure == null && !closed) {
                connected(checked);
                return;
            }
            Session.close(connection);
            if (failure != null) {
                failed(failure);
            }
        });
    }

    private void connected(Session checked) {
        log.info("Connected to Redis at {}", place());
        pauses.succeeded();
        scripts.forEach(checked::load);
        session.set(checked);
        firstAttempt.complete(null);
        if (!checked.isOpen()) {
            broken(checked);
        }
    }

    private void broken(Session lost) {
        if (session.compareAndSet(lost, null) && !closed) {
            trouble = "it was lost";
            log.warn("The connection to Redis at {} is lost; connecting again", place());
            pause();
        }
    }

    private void failed(Throwable failure) {
        trouble = Failures.reason(failure);
        if (pauses.isFirst() && !closed) {
            log.warn("Can't connect to Redis at {}, trying on: {}", place(), trouble);
        }
        if (!pauses.isFirst() || Failures.isRefusal(failure)) {
            firstAttempt.completeExceptionally(failure);
        }
        pause();
    }

    private void pause() {
        long pause = pauses.nextMillis();
        if (!closed) {
            timer.newTimeout(due -> connect(), pause, TimeUnit.MILLISECONDS);
        }
    }

    private String place() {
        return Endpoints.name(uri);
    }
}
