package dev.botsentinel.event;

/** Hears of security events, on the thread on which they happen. What it throws is logged and harms nothing. */
@FunctionalInterface
public interface SecurityListener {

    /** Something happened; must be thread-safe and should be quick. */
    void on(SecurityEvent event);
}
