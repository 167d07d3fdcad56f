package dev.botsentinel;

import dev.botsentinel.decision.Decision.Denied;
import org.jspecify.annotations.Nullable;

/**
 * What became of an update that a guarded handler with a result was given. Immutable.
 *
 * @param <R> the handler's result
 */
public sealed interface Outcome<R extends @Nullable Object> {

    /** The update was allowed and the handler answered. */
    record Handled<R extends @Nullable Object>(R result) implements Outcome<R> {}

    /** The update was denied and the handler never ran. */
    record Refused<R extends @Nullable Object>(Denied decision) implements Outcome<R> {}
}
