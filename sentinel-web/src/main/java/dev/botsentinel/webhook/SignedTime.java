package dev.botsentinel.webhook;

import dev.botsentinel.webhook.RequestVerifier.Verification;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The time that is signed with a body, in seconds since 1970. */
final class SignedTime {

    /** What Slack asks for, and in both directions: a time to come is as wrong as one long ago. */
    static final long TOLERANCE_SECONDS = 300;

    private static final int MOST_DIGITS = 12;

    private SignedTime() {}

    /** {@code VERIFIED} if the time is within 300 s of now, the bound included. */
    static Verification check(@Nullable String seconds, Instant now) {
        if (seconds == null) {
            return Verification.MISSING;
        }
        boolean number = !seconds.isEmpty()
                && seconds.length() <= MOST_DIGITS
                && seconds.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            return Verification.FORGED;
        }
        long difference = Math.abs(now.getEpochSecond() - Long.parseLong(seconds));
        return difference <= TOLERANCE_SECONDS ? Verification.VERIFIED : Verification.STALE;
    }
}
