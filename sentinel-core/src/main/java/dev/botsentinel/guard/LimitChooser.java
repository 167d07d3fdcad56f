package dev.botsentinel.guard;

import dev.botsentinel.access.Principal;
import dev.botsentinel.request.Request;
import org.jspecify.annotations.Nullable;

/**
 * Says whose limits differ from the action's own: those of paying users, or of administrators. Asked at most twice about
 * an update, on the thread that decides; not about later parts of an admitted album, which spend nothing. Must be
 * thread-safe and must not block. One that throws denies the update as {@code unavailable}.
 */
@FunctionalInterface
public interface LimitChooser {

    /**
     * The policy whose limits stand in place of the action's own, one of those that were declared; null for the action's own.
     *
     * @param principal anonymous if the resolver failed
     */
    @Nullable
    String choose(Request request, Principal principal);
}
