package dev.botsentinel.testing;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.request.Request;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Records the events and decisions of a guard for a test to look at. Give it to the builder twice: as listener and as
 * decision listener. Thread-safe.
 *
 * <pre>{@code
 * EventRecorder recorder = new EventRecorder();
 * Sentinel<Update> sentinel = builder.listener(recorder).decisionListener(recorder).build();
 * sentinel.check(update);
 * recorder.assertOne(SecurityEvent.Blocked.class);
 * }</pre>
 */
public final class EventRecorder implements SecurityListener, DecisionListener {

    private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
    private final List<Decision> decisions = new CopyOnWriteArrayList<>();

    /** A recorder of nothing yet. */
    public EventRecorder() {}

    @Override
    public void on(SecurityEvent event) {
        events.add(event);
    }

    @Override
    public void decided(Request request, EffectivePolicy policy, Decision decision, long nanos) {
        decisions.add(decision);
    }

    /** All events so far, in their order; a copy. */
    public List<SecurityEvent> events() {
        return List.copyOf(events);
    }

    /** The events of one kind so far, in their order; a copy. */
    public <E extends SecurityEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** All decisions so far, in their order; a copy. */
    public List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    /** Forgets all that was recorded. */
    public void clear() {
        events.clear();
        decisions.clear();
    }

    /**
     * The one event of this kind.
     *
     * @throws AssertionError if there is none or more than one
     */
    public <E extends SecurityEvent> E assertOne(Class<E> kind) {
        List<E> found = events(kind);
        if (found.size() != 1) {
            throw new AssertionError("expected one " + kind.getSimpleName() + ", but there are " + found.size()
                    + " among these events: " + labels());
        }
        return found.get(0);
    }

    /**
     * Checks that there is no event of this kind.
     *
     * @throws AssertionError if there is one
     */
    public void assertNone(Class<? extends SecurityEvent> kind) {
        if (!events(kind).isEmpty()) {
            throw new AssertionError(
                    "expected no " + kind.getSimpleName() + ", but there is one among these events: " + labels());
        }
    }

    private List<String> labels() {
        return events.stream().map(SecurityEvent::label).toList();
    }
}
