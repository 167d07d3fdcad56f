package dev.botsentinel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent.PolicyChanged;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventDispatcherTest {

    private static final SecurityEvent EVENT = new PolicyChanged(Instant.EPOCH);
    private static final Request REQUEST = Request.builder("/start").build();
    private static final EffectivePolicy POLICY = PolicySet.builder().build().effective("/start");
    private static final Decision DECISION = new Allowed(Passage.CHECKED, List.of(), List.of());

    private final List<String> heard = new ArrayList<>();

    @Test
    void listenersAreToldInTheirOrder() {
        dispatcher(List.of(event -> heard.add("first"), event -> heard.add("second")), List.of())
                .publish(EVENT);
        assertThat(heard).containsExactly("first", "second");
    }

    @ParameterizedTest
    @MethodSource("whatListenersThrow")
    void whatAListenerThrowsHidesNothingFromTheNext(Throwable thrown) {
        EventDispatcher dispatcher = dispatcher(
                List.of(event -> sneakyThrow(thrown), event -> heard.add("event")),
                List.of(
                        (request, policy, decision, nanos) -> sneakyThrow(thrown),
                        (request, policy, decision, nanos) -> heard.add("decision")));
        dispatcher.publish(EVENT);
        dispatcher.decided(REQUEST, POLICY, DECISION, 1);
        assertThat(heard).containsExactly("event", "decision");
    }

    static Stream<Throwable> whatListenersThrow() {
        return Stream.of(
                new IllegalStateException("test"),
                new AssertionError("test"),
                new NoClassDefFoundError("test"),
                new Error("test"),
                new IOException("test"));
    }

    @Test
    void errorsOfTheVirtualMachineGoOn() {
        EventDispatcher dispatcher = dispatcher(
                List.of(event -> sneakyThrow(new OutOfMemoryError("test"))),
                List.of((request, policy, decision, nanos) -> sneakyThrow(new OutOfMemoryError("test"))));
        assertThatThrownBy(() -> dispatcher.publish(EVENT)).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> dispatcher.decided(REQUEST, POLICY, DECISION, 1))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void eventsThatSetEachOtherOffEnd() {
        EventDispatcher[] dispatcher = new EventDispatcher[1];
        dispatcher[0] = dispatcher(
                List.of(event -> {
                    heard.add("event");
                    dispatcher[0].publish(EVENT);
                }),
                List.of());
        dispatcher[0].publish(EVENT);
        assertThat(heard).hasSize(EventDispatcher.MAX_DEPTH);
    }

    @Test
    void decisionsThatSetEachOtherOffEnd() {
        EventDispatcher[] dispatcher = new EventDispatcher[1];
        dispatcher[0] = dispatcher(
                List.of(event -> dispatcher[0].decided(REQUEST, POLICY, DECISION, 1)),
                List.of((request, policy, decision, nanos) -> {
                    heard.add("decision");
                    dispatcher[0].publish(EVENT);
                }));
        dispatcher[0].decided(REQUEST, POLICY, DECISION, 1);
        assertThat(heard).hasSize(EventDispatcher.MAX_DEPTH / 2);
    }

    @Test
    void depthIsFreeAgainWhateverWasThrown() {
        EventDispatcher failing = dispatcher(
                List.of(event -> sneakyThrow(new OutOfMemoryError("test"))),
                List.of((request, policy, decision, nanos) -> sneakyThrow(new OutOfMemoryError("test"))));
        for (int i = 0; i < 2 * EventDispatcher.MAX_DEPTH; i++) {
            assertThatThrownBy(() -> failing.publish(EVENT)).isInstanceOf(OutOfMemoryError.class);
            assertThatThrownBy(() -> failing.decided(REQUEST, POLICY, DECISION, 1))
                    .isInstanceOf(OutOfMemoryError.class);
        }
        listenersAreToldInTheirOrder();
    }

    @Test
    void whoeverListensLaterToTheListIsNotHeardOf() {
        List<SecurityListener> listeners = new ArrayList<>();
        EventDispatcher events = new EventDispatcher(listeners, List.of());
        listeners.add(event -> heard.add("late"));
        events.publish(EVENT);
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonHasItsEvent(Reason reason) {
        Map<Reason, Class<? extends SecurityEvent>> expected = Map.of(
                Reason.BLOCKED, SecurityEvent.BlockedAttempt.class,
                Reason.UNRESOLVED, SecurityEvent.AccessDenied.class,
                Reason.VETOED, SecurityEvent.AccessDenied.class,
                Reason.UNREGISTERED, SecurityEvent.AccessDenied.class,
                Reason.FORBIDDEN, SecurityEvent.AccessDenied.class,
                Reason.STEP_UP_REQUIRED, SecurityEvent.AccessDenied.class,
                Reason.DUPLICATE, SecurityEvent.Duplicate.class,
                Reason.RATE_LIMITED, SecurityEvent.RateLimited.class,
                Reason.UNAVAILABLE, SecurityEvent.Unavailable.class);
        assertThat(SecurityEvent.denied(Instant.EPOCH, REQUEST, Denied.of(reason, "rule")))
                .isInstanceOf(expected.get(reason));
    }

    private static EventDispatcher dispatcher(List<SecurityListener> security, List<DecisionListener> decisions) {
        return new EventDispatcher(security, decisions);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T extends Throwable> void sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
