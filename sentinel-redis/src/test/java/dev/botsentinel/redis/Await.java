package dev.botsentinel.redis;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for a real server, with a bound. */
final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private Await() {}

    static void that(String what, BooleanSupplier condition) {
        that(what, PATIENCE, condition);
    }

    static void that(String what, Duration patience, BooleanSupplier condition) {
        value(what, patience, () -> {
            if (!condition.getAsBoolean()) {
                throw new IllegalStateException("not yet");
            }
            return true;
        });
    }

    /** The result of the first attempt that doesn't throw. */
    static <T> T value(String what, Duration patience, Callable<T> attempt) {
        long end = System.nanoTime() + patience.toNanos();
        @Nullable Exception last;
        do {
            try {
                return attempt.call();
            } catch (Exception e) {
                last = e;
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        } while (System.nanoTime() < end);
        throw new AssertionError("waited " + patience + " in vain for " + what, last);
    }
}
