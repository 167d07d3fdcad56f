package dev.botsentinel.secret;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a secret is kept up to date.
 *
 * @param jitter the share of the interval by which a refresh may come earlier, from 0 to 1
 * @param check what is wrong with a value; null for nothing
 * @param ownsScheduler whether closing the rotation ends the scheduler
 */
record RotationSettings(
        Duration interval,
        double jitter,
        Duration grace,
        Function<Secret, @Nullable String> check,
        List<SecretListener> listeners,
        boolean ownsScheduler) {

    void stopScheduler(ScheduledExecutorService scheduler) {
        if (ownsScheduler) {
            scheduler.shutdownNow();
        }
    }
}
