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
    private final GuardLog log;

    /**
     * A dispatcher to these listeners, told in this order.
     *
     * @param log told of every event before them, and of what they do wrong
     */
    public EventDispatcher(
            List<SecurityListener> securityListeners, List<DecisionListener> decisionListeners, GuardLog log) {
        this.log = log;
        this.securityListeners = securityListeners.toArray(SecurityListener[]::new);
        this.decisionListeners = decisionListeners.toArray(DecisionListener[]::new);
    }

    /** Tells all security listeners. Never throws but for errors of the virtual machine. */
    public void publish(SecurityEvent event) {
        log.log(event);
        int[] depth = depths.get();
        if (securityListeners.length == 0 || isTooDeep(depth)) {
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
                containListener(decisionListeners[i], failure);
            }
        }
        return prepared;
    }

    /**
     * Tells decision listeners. Never throws but for errors of the virtual machine.
     *
     * @param listeners what {@link #prepare} made for the policy
     */
    public void decided(
            DecisionListener[] listeners, Request request, EffectivePolicy policy, Decision decision, long nanos) {
        if (listeners.length == 0) {
            return;
        }
        int[] depth = depths.get();
        if (isTooDeep(depth)) {
            return;
        }
        depth[0]++;
        try {
            for (DecisionListener listener : listeners) {
                tell(listener, request, policy, decision, nanos);
            }
        } finally {
            depth[0]--;
        }
    }

    /** Logs what a callback of the application threw that is no listener, whatever it is. Never throws. */
    void contain(Object callback, Throwable failure) {
        log.callbackFailed(callback, failure);
    }

    /** Logs what a listener threw; throws it on if it is the virtual machine that fails. */
    private void containListener(Object listener, Throwable failure) {
        if (failure instanceof VirtualMachineError fatal) {
            throw fatal;
        }
        log.callbackFailed(listener, failure);
    }

    /** Logs that an update came after the guard's end, which is no event. */
    void deniedByClosed() {
        log.deniedByClosed();
    }

    private boolean isTooDeep(int[] depth) {
        if (depth[0] < MAX_DEPTH) {
            return false;
        }
        log.cutListeners(MAX_DEPTH);
        return true;
    }

    private void tell(SecurityListener listener, SecurityEvent event) {
        try {
            listener.on(event);
        } catch (Throwable failure) {
            containListener(listener, failure);
        }
    }

    private void tell(
            DecisionListener listener, Request request, EffectivePolicy policy, Decision decision, long nanos) {
        try {
            listener.decided(request, policy, decision, nanos);
        } catch (Throwable failure) {
            containListener(listener, failure);
        }
    }
}
