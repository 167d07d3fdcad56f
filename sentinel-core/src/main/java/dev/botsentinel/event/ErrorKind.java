package dev.botsentinel.event;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What kind of failure a handler's exception is, by an {@link ErrorClassifier}. Immutable.
 *
 * @param label the name in events, logs and metrics: 1 to {@value #MAX_LENGTH} characters, of the programmer's choice and
 *     from a fixed set; metrics tell the first 32 apart
 * @param cooldown what is to refuse for a while because of it; null for nothing
 */
public record ErrorKind(String label, @Nullable Cooldown cooldown) {

    /**
     * A limit that is to refuse whoever the failed update's budget is, whatever is left.
     *
     * @param rule the limit's name, or {@code entry#index}, as decisions print it
     * @param duration how long, 1 µs to 36,500 days
     */
    public record Cooldown(String rule, Duration duration) {}

    /** The longest label. */
    public static final int MAX_LENGTH = 64;

    /** Nobody has said what it is. */
    public static final ErrorKind UNCLASSIFIED = new ErrorKind("unclassified");

    /** It will pass by itself: a time-out, a connection lost. */
    public static final ErrorKind TRANSIENT = new ErrorKind("transient");

    /** What the user asked for makes no sense or isn't possible. */
    public static final ErrorKind USER_ERROR = new ErrorKind("user_error");

    /** Somebody has to mend the code. */
    public static final ErrorKind BUG = new ErrorKind("bug");

    /** The platform's API refused for a while, and said how long. */
    public static final ErrorKind RETRY_AFTER = new ErrorKind("retry_after");

    /** A kind that cools nothing down. */
    public ErrorKind(String label) {
        this(label, null);
    }

    /** @throws IllegalArgumentException if the label is blank or too long */
    public ErrorKind {
        Objects.requireNonNull(label, "label");
        if (label.isBlank() || label.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a kind of error has 1 to " + MAX_LENGTH
                    + " characters, not all blank; this one has " + label.length());
        }
    }

    /**
     * This kind, with a limit that is to refuse for a while: {@code ErrorKind.RETRY_AFTER.cooling("api", wait)}.
     *
     * @param rule the limit's name, or {@code entry#index}; one of scope global for an API that refuses everybody
     * @param duration how long, 1 µs to 36,500 days
     */
    public ErrorKind cooling(String rule, Duration duration) {
        return new ErrorKind(label, new Cooldown(rule, duration));
    }
}
