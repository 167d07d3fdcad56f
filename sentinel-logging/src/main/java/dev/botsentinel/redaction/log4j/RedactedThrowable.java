package dev.botsentinel.redaction.log4j;

import dev.botsentinel.redaction.TokenRedactor;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an exception whose message, or that of a cause or of something suppressed, had a token. Prints as the original did,
 * but for the token, and has its stack trace.
 */
final class RedactedThrowable extends Throwable {

    private static final long serialVersionUID = 1L;

    /** Beyond this many causes and suppressed ones a cycle or an attack is more likely than information. */
    private static final int MOST = 200;

    private final String text;

    private RedactedThrowable(String text, Throwable original) {
        super(text);
        this.text = text;
        setStackTrace(original.getStackTrace());
    }

    /** The same if there is nothing to hide in it, else a copy without. */
    static Throwable of(Throwable thrown) {
        IdentityHashMap<Throwable, Throwable> seen = new IdentityHashMap<>();
        return hasToken(thrown, seen) ? copy(thrown, new IdentityHashMap<>()) : thrown;
    }

    private static boolean hasToken(@Nullable Throwable thrown, IdentityHashMap<Throwable, Throwable> seen) {
        if (thrown == null || seen.put(thrown, thrown) != null) {
            return false;
        }
        if (seen.size() > MOST) {
            return true; // whatever is further down is cut off
        }
        String printed = thrown.toString();
        if (!TokenRedactor.redact(printed).equals(printed) || hasToken(thrown.getCause(), seen)) {
            return true;
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (hasToken(suppressed, seen)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable copy(Throwable thrown, IdentityHashMap<Throwable, Throwable> copies) {
        Throwable done = copies.get(thrown);
        if (done != null) {
            return done;
        }
        RedactedThrowable copy = new RedactedThrowable(TokenRedactor.redact(thrown.toString()), thrown);
        copies.put(thrown, copy);
        Throwable cause = thrown.getCause();
        if (cause != null && copies.size() < MOST && !copies.containsKey(cause)) {
            copy.initCause(copy(cause, copies));
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (copies.size() < MOST && !copies.containsKey(suppressed)) {
                copy.addSuppressed(copy(suppressed, copies));
            }
        }
        return copy;
    }

    @Override
    @SuppressWarnings(
            "OverrideThrowableToString") // it prints as the original did: with that one's class before the message
    public String toString() {
        return text;
    }
}
