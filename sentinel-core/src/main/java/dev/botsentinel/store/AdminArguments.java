package dev.botsentinel.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a storage checks before it does what an administrator asks, the same for all storages. */
public final class AdminArguments {

    private static final Duration SHORTEST = Duration.ofNanos(1000);
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final int LARGEST_PAGE = 1000;

    private AdminArguments() {}

    /**
     * Checks what {@link StoreAdmin#block} is given.
     *
     * @throws IllegalArgumentException if the duration is not 1 µs to 36,500 days, or a text has a wrong length
     */
    public static void checkBlock(@Nullable Duration duration, String actor, String reason) {
        if (duration != null) {
            checkDuration("block", duration);
        }
        checkText("actor", actor, 1);
        checkText("reason", reason, 0);
    }

    /**
     * Checks what {@link StoreAdmin#cooldown} is given.
     *
     * @throws IllegalArgumentException if the duration is not 1 µs to 36,500 days
     */
    public static void checkCooldown(Duration duration) {
        checkDuration("cooldown", duration);
    }

    /**
     * Checks what {@link StoreAdmin#blocks} is given.
     *
     * @throws IllegalArgumentException if the limit is not 1 to 1,000
     */
    public static void checkPage(int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException(
                    "a page has 1 to " + LARGEST_PAGE + " blocks, but " + limit + " were asked for");
        }
    }

    private static void checkDuration(String what, Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a " + what + " lasts 1 µs to 36,500 days, but " + duration + " was asked for");
        }
    }

    private static void checkText(String name, String text, int shortest) {
        if (text.length() < shortest || text.length() > StoreAdmin.MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException("a block's " + name + " has " + shortest + " to "
                    + StoreAdmin.MAX_TEXT_LENGTH + " characters, this one has " + text.length());
        }
    }
}
