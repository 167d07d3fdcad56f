package dev.botsentinel.secret;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A secret that follows its source without a restart. It is read at the start, which fails if there is none, and again at
 * intervals; a new value is valid at once, and the one before for a grace time more, so that what is under way ends well. A
 * refresh that finds nothing usable changes nothing: it is reported to the listeners and the log, and tried again at the next
 * interval.
 *
 * <p>Take {@link #current()} for each use and don't keep it: it is overwritten at the first refresh after its grace time. At most
 * two values are valid; if a third comes within the grace time, the oldest ends early.
 *
 * <p>Thread-safe. {@link #current()} and {@link #accepted()} never wait for the source.
 */
public final class RotatingSecret implements AcceptedSecrets, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RotatingSecret.class.getName());

    private final SecretSource source;
    private final RotationSettings settings;
    private final ScheduledExecutorService scheduler;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Object refreshing = new Object();

    private volatile Values values;
    private volatile boolean closed;
    private volatile @Nullable Future<?> nextRefresh;

    /** Who threw when told of the current value. Guarded by {@code refreshing}. */
    private final Set<SecretListener> untold = new LinkedHashSet<>();

    /** What is valid; the previous one until its end, then only waiting to be overwritten. */
    private record Values(Secret current, @Nullable Secret previous, Instant previousEnds, List<Secret> both) {

        static Values first(Secret current) {
            return new Values(current, null, Instant.MIN, List.of(current));
        }

        Values replacedBy(Secret next, Instant ends) {
            return new Values(next, current, ends, List.of(next, current));
        }
    }

    RotatingSecret(RotatingSecretBuilder builder) {
        this.source = builder.source;
        this.settings = builder.settings();
        this.clock = builder.clock;
        this.random = builder.random;
        this.values = Values.first(read());
        this.scheduler = builder.startScheduler();
        scheduleNext();
    }

    /** How it is to be kept up to date. */
    public static RotatingSecretBuilder builder(SecretSource source) {
        return new RotatingSecretBuilder(source);
    }

    /** The newest value. */
    public Secret current() {
        return values.current();
    }

    /** The newest value and, during its grace time, the one before. */
    @Override
    public List<Secret> accepted() {
        Values now = values;
        return now.previous() != null && clock.instant().isBefore(now.previousEnds())
                ? now.both()
                : List.of(now.current());
    }

    /**
     * Reads the source now, as an interval does. Waits for a refresh that is under way.
     *
     * @return whether there was a new value
     * @throws SecretUnavailableException if nothing usable was found; the current value remains
     */
    public boolean refresh() {
        synchronized (refreshing) {
            if (closed) {
                throw new IllegalStateException("this rotation was closed; build another one");
            }
            tellAgain();
            forgetPrevious(false);
            Secret next;
            try {
                next = read();
            } catch (SecretUnavailableException failure) {
                LOG.log(
                        Level.WARNING,
                        "the secret could not be refreshed; the current value stays valid: " + failure.getMessage());
                tellOfFailure(failure);
                throw failure;
            }
            Values before = values;
            if (next.equals(before.current())) {
                next.close();
                return false;
            }
            forgetPrevious(true);
            values = values.replacedBy(next, clock.instant().plus(settings.grace()));
            LOG.log(
                    Level.INFO,
                    "the secret was rotated; the one before is valid for "
                            + settings.grace().toSeconds() + " s more");
            untold.clear();
            for (SecretListener listener : settings.listeners()) {
                tell(listener, before.current(), next);
            }
            return true;
        }
    }

    private Secret read() {
        SecretLookup lookup;
        try {
            lookup = source.read();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SecretUnavailableException(
                    "reading the secret was interrupted: " + source.description(), interrupted);
        } catch (RuntimeException broken) {
            // Its message is another's and may have a value in it.
            throw new SecretUnavailableException(
                    source.description() + " failed with " + broken.getClass().getName(), null);
        }
        if (lookup instanceof SecretLookup.Found found) {
            String problem = settings.check().apply(found.secret());
            if (problem == null) {
                return found.secret();
            }
            found.secret().close();
            throw new SecretUnavailableException(
                    "a value was found, but " + problem + "; tried: " + source.description(), null);
        }
        boolean refused = lookup instanceof SecretLookup.Refused;
        String why = lookup instanceof SecretLookup.Refused it ? it.why() : ((SecretLookup.Absent) lookup).why();
        String tried = source instanceof SourceOrder ? why : source.description() + " " + why;
        throw new SecretUnavailableException(
                (refused ? "a source of the secret can't be used: " : "no source has the secret: ") + tried, null);
    }

    private void forgetPrevious(boolean evenIfValid) {
        Values now = values;
        Secret previous = now.previous();
        if (previous != null && (evenIfValid || !clock.instant().isBefore(now.previousEnds()))) {
            values = Values.first(now.current());
            previous.close();
        }
    }

    private void tellAgain() {
        Values now = values;
        Secret previous = now.previous();
        for (SecretListener listener : List.copyOf(untold)) {
            tell(listener, previous == null ? now.current() : previous, now.current());
        }
    }

    private void tell(SecretListener listener, Secret previous, Secret current) {
        try {
            listener.rotated(previous, current);
            untold.remove(listener);
        } catch (RuntimeException | Error thrown) {
            untold.add(listener);
            LOG.log(
                    Level.ERROR,
                    "a listener of the rotation threw " + thrown.getClass().getName()
                            + "; it is told again at the next refresh");
        }
    }

    private void tellOfFailure(SecretUnavailableException failure) {
        for (SecretListener listener : settings.listeners()) {
            try {
                listener.refreshFailed(failure);
            } catch (RuntimeException | Error thrown) {
                LOG.log(
                        Level.ERROR,
                        "a listener of the rotation threw " + thrown.getClass().getName());
            }
        }
    }

    private void scheduleNext() {
        long interval = settings.interval().toNanos();
        long jitter = (long) (interval * settings.jitter() * random.nextDouble());
        nextRefresh = scheduler.schedule(this::refreshAndScheduleNext, interval - jitter, TimeUnit.NANOSECONDS);
    }

    private void refreshAndScheduleNext() {
        if (closed) {
            return;
        }
        try {
            refresh();
        } catch (SecretUnavailableException reported) {
            // Listeners and the log have it.
        } catch (RuntimeException | Error unexpected) {
            LOG.log(
                    Level.ERROR,
                    "refreshing the secret failed with " + unexpected.getClass().getName());
        } finally {
            if (!closed) {
                scheduleNext();
            }
        }
    }

    /** Stops refreshing and overwrites the values. */
    @Override
    public void close() {
        synchronized (refreshing) {
            if (closed) {
                return;
            }
            closed = true;
            Future<?> next = nextRefresh;
            if (next != null) {
                next.cancel(false);
            }
            settings.stopScheduler(scheduler);
            Values last = values;
            last.both().forEach(Secret::close);
        }
    }

    @Override
    public String toString() {
        return "RotatingSecret[" + source.description() + "]";
    }
}
