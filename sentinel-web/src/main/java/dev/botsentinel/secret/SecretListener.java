package dev.botsentinel.secret;

/**
 * Is told what a rotation does. Called on the thread that refreshes, one call at a time; keep it short. What it throws is logged by
 * its type and changes nothing.
 */
public interface SecretListener {

    /**
     * There is a new value. If this throws, it is called again at each refresh until it doesn't, or until there is a newer value.
     *
     * @param previous what was valid until now, and still is for the grace time; the current one if that is over; don't close it
     * @param current the new one; don't close it
     */
    default void rotated(Secret previous, Secret current) {}

    /** A refresh found nothing usable. The current value remains valid. */
    default void refreshFailed(SecretUnavailableException failure) {}
}
