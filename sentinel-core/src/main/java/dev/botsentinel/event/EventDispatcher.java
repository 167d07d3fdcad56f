package dev.botsentinel.event;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.request.Request;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners one after the other and contains what they throw. Thread-safe. */
public final class EventDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);

    private final List<SecurityListener> securityListeners;
    private final List<DecisionListener> decisionListeners;

    public EventDispatcher(List<SecurityListener> securityListeners, List<DecisionListener> decisionListeners) {
        this.securityListeners = List.copyOf(securityListeners);
        this.decisionListeners = List.copyOf(decisionListeners);
    }

    /** Tells all security listeners. Never throws but for errors of the virtual machine. */
    public void publish(SecurityEvent event) {
        for (SecurityListener listener : securityListeners) {
            try {
                listener.on(event);
            } catch (RuntimeException | LinkageError | AssertionError failure) {
                LOG.warn("a security listener failed on {}", event.getClass().getSimpleName(), failure);
            }
        }
    }

    /** Tells all decision listeners. Never throws but for errors of the virtual machine. */
    public void decided(Request request, Decision decision, long nanos) {
        for (DecisionListener listener : decisionListeners) {
            try {
                listener.decided(request, decision, nanos);
            } catch (RuntimeException | LinkageError | AssertionError failure) {
                LOG.warn("a decision listener failed", failure);
            }
        }
    }
}
