package dev.botsentinel.secrets;

import dev.botsentinel.secret.Secret;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a token that works. It is looked after before each reading: renewed once half of its life is over, replaced by another login if
 * that isn't possible, and once more if Vault takes it no longer. No thread of its own. Thread-safe; one caller at a time.
 */
final class VaultSession {

    private static final System.Logger LOG = System.getLogger(Vault.class.getName());

    private final VaultHttp http;
    private final VaultAuth auth;
    private final LongSupplier nanoTime;

    private @Nullable VaultLease lease;
    private int logins;
    private long loginLifeSeconds;
    private boolean closed;

    VaultSession(VaultHttp http, VaultAuth auth, LongSupplier nanoTime) {
        this.http = http;
        this.auth = auth;
        this.nanoTime = nanoTime;
    }

    synchronized VaultReply read(String path) throws UnreadableException, InterruptedException {
        if (closed) {
            throw new UnreadableException("this connection to it was closed");
        }
        int before = logins;
        VaultReply reply = http.get(path, valid().token());
        if (reply.status() != 403 || logins != before) {
            return reply;
        }
        // The token is an older one, and may have been revoked.
        return http.get(path, login().token());
    }

    private VaultLease valid() throws UnreadableException, InterruptedException {
        VaultLease now = lease;
        if (now == null || now.hasEnded(nanoTime.getAsLong())) {
            return login();
        }
        if (!now.isAging(nanoTime.getAsLong())) {
            return now;
        }
        try {
            return renewed(now);
        } catch (UnreadableException failure) {
            LOG.log(
                    Level.WARNING,
                    "the token for Vault could not be renewed; it is used until it ends: " + failure.why());
            return now;
        }
    }

    /** Near the end of the longest life that Vault allows, it renews for less and less: then another login. */
    private VaultLease renewed(VaultLease old) throws UnreadableException, InterruptedException {
        if (!old.renewable()) {
            return login();
        }
        VaultReply reply = http.post("auth/token/renew-self", old.token(), JsonText.object(Map.of()));
        if (!reply.isOk()) {
            return login();
        }
        VaultLease next = VaultLease.of(old.token(), reply, "auth", "lease_duration", nanoTime.getAsLong());
        if (next.life().toSeconds() * 4 < loginLifeSeconds && auth.ownsToken()) {
            return login();
        }
        lease = next;
        return next;
    }

    private VaultLease login() throws UnreadableException, InterruptedException {
        VaultLease next = auth.login(http, nanoTime.getAsLong());
        VaultLease old = lease;
        if (old != null) {
            old.token().close();
        }
        lease = next;
        logins++;
        loginLifeSeconds = next.life().toSeconds();
        return next;
    }

    /** Revokes the token if it is this bot's own. */
    synchronized void close() {
        closed = true;
        VaultLease last = lease;
        lease = null;
        if (last == null) {
            return;
        }
        try (Secret token = last.token()) {
            if (auth.ownsToken() && !last.hasEnded(nanoTime.getAsLong())) {
                http.post("auth/token/revoke-self", token, JsonText.object(Map.of()));
            }
        } catch (UnreadableException unreachable) {
            LOG.log(Level.INFO, "the token for Vault could not be revoked; it ends by itself: " + unreachable.why());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
