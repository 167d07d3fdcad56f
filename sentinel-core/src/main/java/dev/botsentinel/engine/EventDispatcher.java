package dev.botsentinel.engine;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.request.Request;
import java.util.List;
import java.util.Objects;

/**
 * Tells listeners one after the other, on the calling thread, and contains what they throw: all but errors of the virtual
 * machine, which go on to the caller.
 *
 * <p>A listener may ask the guard something, and may so set off the next event. On one thread this goes {@value
 * #MAX_DEPTH} deep; what would be told below is logged and not told, so that no listener can exhaust the stack.
 *
 * <p>Thread-safe.
 */
public final class EventDispatcher {

    /** How deep listeners may set each other off on one thread. */
    static final int MAX_DEPTH = 8;

    /** How many listeners of this dispatcher the thread is inside of; the array is the thread's own. */
    private final ThreadLocal<int[]> depths = ThreadLocal.withInitial(() -> new int[1]);

    private final SecurityListener[] securityListeners;
    private final DecisionListener[] decisionListeners;
    private final Containment containment = new Containment();

    /** A dispatcher to these listeners, told in this order. */
    public EventDispatcher(List<SecurityListener> securityListeners, List<DecisionListener> decisionListeners) {
        this.securityListeners = securityListeners.toArray(SecurityListener[]::new);
        this.decisionListeners = decisionListeners.toArray(DecisionListener[]::new);
    }

    /** Tells all security listeners. Never throws but for errors of the virtual machine. */
    public void publish(SecurityEvent event) {
        if (securityListeners.length == 0) {
            return;
        }
        int[] depth = depths.get();
        if (depth[0] >= MAX_DEPTH) {
            containment.cut(MAX_DEPTH);
            return;
        }
        depth[0]++;
        try {
            for (SecurityListener listener : securityListeners) {
                tell(listener, event);
            }
        } finally {
            depth[0]--;
        }
    }

    /** The decision listeners as one entry of a policy wants them. A listener that fails stays as it is. */
    public DecisionListener[] prepare(EffectivePolicy policy) {
        DecisionListener[] prepared = decisionListeners.clone();
        for (int i = 0; i < prepared.length; i++) {
            try {
                prepared[i] = Objects.requireNonNull(prepared[i].prepare(policy), "a listener prepared null");
            } catch (Throwable failure) {
                containment.contain(decisionListeners[i], failure);
            }
        }
        return prepared;
    }

    /**
     * Tells decision listeners. Never throws but for errors of the virtual machine.
     *
     * @param listeners what {@link #prepare} made for the policy
     * @param startNanos {@link System#nanoTime()} when the update came
     */
    public void decided(
            DecisionListener[] listeners, Request request, EffectivePolicy policy, Decision decision, long startNanos) {
        if (listeners.length == 0) {
            return;
        }
        int[] depth = depths.get();
        if (depth[0] >= MAX_DEPTH) {
            containment.cut(MAX_DEPTH);
            return;
        }
        long nanos = System.nanoTime() - startNanos;
        depth[0]++;
        try {
            for (DecisionListener listener : listeners) {
                try {
                    listener.decided(request, policy, decision, nanos);
                } catch (Throwable failure) {
                    containment.contain(listener, failure);
                }
            }
        } finally {
            depth[0]--;
        }
    }

    /** Logs what a callback of the application threw that is no listener, whatever it is. Never throws. */
    void contain(Object callback, Throwable failure) {
        containment.log(callback, failure);
    }

    private void tell(SecurityListener listener, SecurityEvent event) {
        try {
            listener.on(event);
        } catch (Throwable failure) {
            containment.contain(listener, failure);
        }
    }
}
