package dev.botsentinel.engine;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.request.Request;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;

/**
 * Tells listeners one after the other, on the calling thread, and contains what they throw: all but errors of the virtual
 * machine, which go on to the caller.
 *
 * <p>A listener may ask the guard something, and so set off the next event. That one waits until all listeners have heard
 * the present one, so no listener is entered twice on one thread and none can exhaust the stack. An event sets off
 * {@value #MAX_SET_OFF} others at most; what comes on top is logged and not told, so that listeners that set each other off
 * for ever come to an end.
 *
 * <p>Thread-safe.
 */
public final class EventDispatcher {

    /** How many events and decisions one of them sets off, those that these set off included. */
    static final int MAX_SET_OFF = 100;

    /** What a thread tells now, and what is to be told after it. */
    private static final class Turn {

        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        private boolean telling;
        private int setOff;
    }

    private final ThreadLocal<Turn> turns = ThreadLocal.withInitial(Turn::new);

    private final SecurityListener[] securityListeners;
    /** Those of them that are told of denials. */
    private final SecurityListener[] denialListeners;

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
        this.denialListeners = securityListeners.stream()
                .filter(SecurityListener::hearsDenials)
                .toArray(SecurityListener[]::new);
        this.decisionListeners = decisionListeners.toArray(DecisionListener[]::new);
    }

    /** Tells all security listeners of what is no denial. Never throws but for errors of the virtual machine. */
    public void publish(SecurityEvent event) {
        log.log(event);
        publish(securityListeners, event);
    }

    /**
     * Tells the security listeners that hear of denials. Makes no event if there are none. Never throws but for errors of
     * the virtual machine.
     *
     * @param time at which it was denied
     */
    public void denied(Request request, Denied decision, InstantSource time) {
        log.denied(request, decision);
        if (denialListeners.length > 0) {
            publish(denialListeners, SecurityEvent.denied(time.instant(), request, decision));
        }
    }

    private void publish(SecurityListener[] listeners, SecurityEvent event) {
        if (listeners.length == 0) {
            return;
        }
        Turn turn = turns.get();
        if (turn.telling) {
            later(turn, () -> tell(listeners, event));
            return;
        }
        turn.telling = true;
        try {
            tell(listeners, event);
            if (turn.setOff > 0) {
                tellWaiting(turn);
            }
        } finally {
            turn.telling = false;
            if (turn.setOff > 0) {
                end(turn);
            }
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
     * @param startNanos {@link System#nanoTime()} when the update came
     */
    public void decided(
            DecisionListener[] listeners, Request request, EffectivePolicy policy, Decision decision, long startNanos) {
        if (listeners.length == 0) {
            return;
        }
        long nanos = System.nanoTime() - startNanos;
        Turn turn = turns.get();
        if (turn.telling) {
            later(turn, () -> tell(listeners, request, policy, decision, nanos));
            return;
        }
        turn.telling = true;
        try {
            tell(listeners, request, policy, decision, nanos);
            if (turn.setOff > 0) {
                tellWaiting(turn);
            }
        } finally {
            turn.telling = false;
            if (turn.setOff > 0) {
                end(turn);
            }
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

    private void later(Turn turn, Runnable telling) {
        if (turn.setOff < MAX_SET_OFF) {
            turn.setOff++;
            turn.waiting.add(telling);
        } else {
            log.cutListeners(MAX_SET_OFF);
        }
    }

    private static void tellWaiting(Turn turn) {
        for (Runnable next = turn.waiting.poll(); next != null; next = turn.waiting.poll()) {
            next.run();
        }
    }

    private static void end(Turn turn) {
        turn.waiting.clear(); // empty, unless the virtual machine fails
        turn.setOff = 0;
    }

    private void tell(SecurityListener[] listeners, SecurityEvent event) {
        for (SecurityListener listener : listeners) {
            tell(listener, event);
        }
    }

    private void tell(
            DecisionListener[] listeners, Request request, EffectivePolicy policy, Decision decision, long nanos) {
        for (DecisionListener listener : listeners) {
            try {
                listener.decided(request, policy, decision, nanos);
            } catch (Throwable failure) {
                containListener(listener, failure);
            }
        }
    }

    private void tell(SecurityListener listener, SecurityEvent event) {
        try {
            listener.on(event);
        } catch (Throwable failure) {
            containListener(listener, failure);
        }
    }
}
