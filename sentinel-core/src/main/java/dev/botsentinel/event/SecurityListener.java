package dev.botsentinel.event;

/**
 * Hears of security events, one after the other, on the thread on which they happen: the one that decides. What it throws
 * is logged and harms nothing; what it waits for, the update waits for. A listener that is slow or may block belongs
 * behind an {@link EventQueue}.
 */
@FunctionalInterface
public interface SecurityListener {

    /** Something happened; must be thread-safe and should be quick. */
    void on(SecurityEvent event);

    /**
     * Whether this listener is told of denials, which come in floods; true unless it says otherwise. Asked once, when the
     * guard is built. A guard none of whose listeners is told of them makes no events of them.
     */
    default boolean hearsDenials() {
        return true;
    }
}
