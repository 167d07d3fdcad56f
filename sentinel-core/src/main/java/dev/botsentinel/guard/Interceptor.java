package dev.botsentinel.guard;

/**
 * One stage of the chain. Decides from facts alone, or adds steps for the storage to decide on; it never asks the
 * storage itself, so that a decision stays one round trip. Must be thread-safe and must not block; may be asked twice
 * about one update. One that throws or answers null denies the update as {@code unavailable}.
 */
@FunctionalInterface
public interface Interceptor {

    /** This stage's part of the decision. */
    Ruling examine(Call call);

    /** What {@code explain()} says of this stage: the name of its class, unless overridden; a lambda's is its maker's. */
    default String describe() {
        String name = getClass().getName();
        String bare = name.substring(name.lastIndexOf('.') + 1);
        int lambda = bare.indexOf("$$Lambda");
        return lambda < 0 ? bare : "a lambda of " + bare.substring(0, lambda);
    }
}
