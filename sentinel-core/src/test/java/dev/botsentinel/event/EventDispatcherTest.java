package dev.botsentinel.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.request.Request;
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

    private static final Request REQUEST = Request.builder("/a").subject("42").build();
    private static final Denied DENIED = Denied.of(Reason.FORBIDDEN, "requires");

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("broken"), new NoClassDefFoundError("broken"), new AssertionError("broken"));
    }

    private static void fail(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aSecurityListenerThatThrowsHarmsNoOther(Throwable failure) {
        List<SecurityEvent> heard = new ArrayList<>();
        EventDispatcher events =
                new EventDispatcher(List.of(heard::add, event -> fail(failure), heard::add), List.of());
        events.publish(new SecurityEvent.PolicyChanged(Instant.EPOCH));
        assertThat(heard).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aDecisionListenerThatThrowsHarmsNoOther(Throwable failure) {
        List<Long> heard = new ArrayList<>();
        DecisionListener listener = (request, decision, nanos) -> heard.add(nanos);
        EventDispatcher events = new EventDispatcher(
                List.of(), List.of(listener, (request, decision, nanos) -> fail(failure), listener));
        events.decided(REQUEST, DENIED, 5);
        assertThat(heard).containsExactly(5L, 5L);
    }

    @Test
    void whoeverListensLaterToTheListIsNotHeardOf() {
        List<SecurityListener> listeners = new ArrayList<>();
        EventDispatcher events = new EventDispatcher(listeners, List.of());
        listeners.add(event -> {
            throw new AssertionError("the list was copied");
        });
        events.publish(new SecurityEvent.PolicyChanged(Instant.EPOCH));
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
}
