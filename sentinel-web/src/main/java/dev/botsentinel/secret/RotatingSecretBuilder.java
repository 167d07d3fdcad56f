package dev.botsentinel.secret;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds a {@link RotatingSecret}. Not thread-safe. */
public final class RotatingSecretBuilder {

    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    final SecretSource source;
    InstantSource clock = InstantSource.system();
    RandomGenerator random = RandomGenerator.getDefault();

    private Duration interval = Duration.ofMinutes(1);
    private double jitter = 0.2;
    private Duration grace = Duration.ofMinutes(10);
    private Function<Secret, @Nullable String> check = secret -> null;
    private final List<SecretListener> listeners = new ArrayList<>();
    private @Nullable ScheduledExecutorService scheduler;

    RotatingSecretBuilder(SecretSource source) {
        this.source = source;
    }

    /** Takes only values of this form. */
    public RotatingSecretBuilder form(TokenForm form) {
        return check(form::problem);
    }

    /**
     * Takes only values that a check finds nothing wrong with.
     *
     * @param check answers what is wrong and what to do, without the value; null for nothing
     */
    public RotatingSecretBuilder check(Function<Secret, @Nullable String> check) {
        this.check = check;
        return this;
    }

    /** How often the source is read: from 1 s to 365 days, 1 minute by default. */
    public RotatingSecretBuilder interval(Duration interval) {
        this.interval = within(interval, SHORTEST_INTERVAL, "the interval");
        return this;
    }

    /** How much earlier a refresh may come, by chance, so that many instances don't ask at once: 0 to 1 of the interval, 0.2 by default. */
    public RotatingSecretBuilder jitter(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the jitter is " + share + "; it must be between 0 and 1");
        }
        this.jitter = share;
        return this;
    }

    /** How long the value before stays valid: from 0 to 365 days, 10 minutes by default. For a leaked token choose 0. */
    public RotatingSecretBuilder grace(Duration grace) {
        this.grace = within(grace, Duration.ZERO, "the grace time");
        return this;
    }

    /** Adds a listener. */
    public RotatingSecretBuilder listener(SecretListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Refreshes on this scheduler, which stays the caller's; by default on a daemon thread of its own. */
    public RotatingSecretBuilder scheduler(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
        return this;
    }

    /** Tells the time of the grace time; the system's clock by default. */
    public RotatingSecretBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** Draws the jitter. */
    public RotatingSecretBuilder random(RandomGenerator random) {
        this.random = random;
        return this;
    }

    /**
     * Reads the source, and begins to refresh.
     *
     * @throws SecretUnavailableException if there is no usable value; the message says what was tried
     */
    public RotatingSecret start() {
        return new RotatingSecret(this);
    }

    RotationSettings settings() {
        return new RotationSettings(interval, jitter, grace, check, List.copyOf(listeners), scheduler == null);
    }

    ScheduledExecutorService startScheduler() {
        ScheduledExecutorService given = scheduler;
        return given != null
                ? given
                : Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread thread = new Thread(null, task, "sentinel-secret-refresh", 0, false);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private static Duration within(Duration duration, Duration shortest, String what) {
        if (duration.compareTo(shortest) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " is " + duration + "; it must be between " + shortest + " and " + LONGEST);
        }
        return duration;
    }
}
