package dev.botsentinel.policy;

import java.time.Duration;
import java.util.Objects;

/**
 * Drops repeats: the first update passes, the same again within {@code window} of the first is a duplicate. Immutable.
 *
 * @param window how long a repeat is a duplicate, counted from the first, half-open; zero only for {@link #OFF}
 * @param mode whether it decides
 */
public record Debounce(Duration window, Mode mode) {

    /** No debounce, said out loud: it hides what a lower layer says. */
    public static final Debounce OFF = new Debounce(Duration.ZERO, Mode.ENFORCE);

    /** @throws PolicyException if the window is negative, longer than 36,500 days or no whole number of microseconds */
    public Debounce {
        Objects.requireNonNull(mode, "mode");
        if (!window.isZero() || mode == Mode.SHADOW) {
            Durations.check("window", window);
        }
    }

    /**
     * Drops repeats within {@code window}.
     *
     * @throws PolicyException if the window is not positive; use {@link #OFF} for none
     */
    public static Debounce window(Duration window) {
        Durations.check("window", window);
        return new Debounce(window, Mode.ENFORCE);
    }

    /** This debounce counted and reported, never enforced. */
    public Debounce shadow() {
        return new Debounce(window, Mode.SHADOW);
    }

    /** Whether this is {@link #OFF}. */
    public boolean isOff() {
        return window.isZero();
    }

    /** {@link #window()} in microseconds. */
    public long windowMicros() {
        return Durations.micros(window);
    }
}
