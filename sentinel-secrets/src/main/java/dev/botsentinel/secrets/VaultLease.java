package dev.botsentinel.secrets;

import dev.botsentinel.secret.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A token of Vault and how long it lives.
 *
 * @param life zero if it doesn't end, or Vault doesn't say when
 * @param sinceNanos when it was granted or renewed
 */
record VaultLease(Secret token, Duration life, boolean renewable, long sinceNanos) {

    private static final int SECONDS_OF_THE_LONGEST = 10 * 365 * 24 * 3600;

    /** What an answer to a login, a renewal or a look-up grants; the members stand in the object of this name. */
    static VaultLease of(Secret token, VaultReply reply, String object, String life, long nowNanos)
            throws UnreadableException {
        String renewable = reply.json().at(object, "renewable");
        return new VaultLease(token, seconds(reply.json().at(object, life)), "true".equals(renewable), nowNanos);
    }

    private static Duration seconds(@Nullable String text) throws UnreadableException {
        if (text == null) {
            return Duration.ZERO;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new UnreadableException("it answered a lease whose time is no number");
        }
        return Duration.ofSeconds(Math.min(Long.parseLong(text), SECONDS_OF_THE_LONGEST));
    }

    boolean ends() {
        return !life.isZero();
    }

    boolean hasEnded(long nowNanos) {
        return ends() && nowNanos - sinceNanos >= life.toNanos();
    }

    /** Half of its life is over: time to renew it. */
    boolean isAging(long nowNanos) {
        return ends() && nowNanos - sinceNanos >= life.toNanos() / 2;
    }
}
