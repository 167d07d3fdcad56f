package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.PolicyChanged;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Request;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
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

    private static final Denied DENIED = Denied.of(Reason.STALE, "stale");

    private final List<String> heard = new ArrayList<>();

    @Test
    void listenersAreToldInTheirOrder() {
        dispatcher(List.of(event -> heard.add("first"), event -> heard.add("second")), List.of())
                .publish(EVENT);
        assertThat(heard).containsExactly("first", "second");
    }

    @Test
    void aListenerThatHearsNoDenialsIsToldOfAllElse() {
        EventDispatcher dispatcher =
                dispatcher(List.of(event -> heard.add(event == EVENT ? "event" : "denial"), new Deaf()), List.of());
        dispatcher.denied(REQUEST, DENIED, () -> Instant.EPOCH);
        dispatcher.publish(EVENT);
        assertThat(heard).containsExactly("denial", "event", "event, to the deaf one");
    }

    @Test
    void nobodyHearsOfADenialAndNoEventIsMade() {
        AtomicInteger clockReads = new AtomicInteger();
        InstantSource time = () -> Instant.ofEpochSecond(clockReads.incrementAndGet());
        dispatcher(List.of(new Deaf()), List.of()).denied(REQUEST, DENIED, time);
        assertThat(clockReads).hasValue(0);
        dispatcher(List.of(event -> {}), List.of()).denied(REQUEST, DENIED, time);
        assertThat(clockReads).hasValue(1);
    }

    /** Hears of no denials. */
    private final class Deaf implements SecurityListener {

        @Override
        public void on(SecurityEvent event) {
            heard.add("event, to the deaf one");
        }

        @Override
        public boolean hearsDenials() {
            return false;
        }
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
        decide(dispatcher);
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
        assertThatThrownBy(() -> decide(dispatcher)).isInstanceOf(OutOfMemoryError.class);
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
        assertThat(heard).hasSize(1 + EventDispatcher.MAX_SET_OFF);
    }

    @Test
    void noListenerIsEnteredTwiceAndAllHearEventsInOneOrder() {
        EventDispatcher[] dispatcher = new EventDispatcher[1];
        AtomicInteger inside = new AtomicInteger();
        dispatcher[0] = dispatcher(
                List.of(
                        event -> {
                            heard.add("first " + inside.incrementAndGet());
                            if (heard.size() < 4) {
                                dispatcher[0].publish(EVENT);
                            }
                            inside.decrementAndGet();
                        },
                        event -> heard.add("second")),
                List.of());
        dispatcher[0].publish(EVENT);
        assertThat(heard).containsExactly("first 1", "second", "first 1", "second", "first 1", "second");
    }

    @Test
    void decisionsThatSetEachOtherOffEnd() {
        EventDispatcher[] dispatcher = new EventDispatcher[1];
        dispatcher[0] =
                dispatcher(List.of(event -> decide(dispatcher[0])), List.of((request, policy, decision, nanos) -> {
                    heard.add("decision");
                    dispatcher[0].publish(EVENT);
                }));
        decide(dispatcher[0]);
        assertThat(heard).hasSize(1 + EventDispatcher.MAX_SET_OFF / 2);
    }

    @Test
    void aThreadTellsAgainWhateverWasThrown() {
        EventDispatcher failing = dispatcher(
                List.of(event -> sneakyThrow(new OutOfMemoryError("test"))),
                List.of((request, policy, decision, nanos) -> sneakyThrow(new OutOfMemoryError("test"))));
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> failing.publish(EVENT)).isInstanceOf(OutOfMemoryError.class);
            assertThatThrownBy(() -> decide(failing)).isInstanceOf(OutOfMemoryError.class);
        }
        listenersAreToldInTheirOrder();
    }

    @Test
    void whoeverListensLaterToTheListIsNotHeardOf() {
        List<SecurityListener> listeners = new ArrayList<>();
        EventDispatcher events = new EventDispatcher(listeners, List.of(), GuardLogs.quiet());
        listeners.add(event -> heard.add("late"));
        events.publish(EVENT);
        assertThat(heard).isEmpty();
    }

    @Test
    void listenersArePreparedForTheEntryInTheirOrder() {
        EventDispatcher dispatcher = dispatcher(
                List.of(),
                List.of(
                        new Preparing("first", entry -> says("prepared first")),
                        says("second"),
                        new Preparing("third", entry -> says("prepared third"))));
        decide(dispatcher);
        assertThat(heard).containsExactly("first for *", "third for *", "prepared first", "second", "prepared third");
    }

    @ParameterizedTest
    @MethodSource("whatListenersThrow")
    void aListenerThatCantPrepareIsToldItself(Throwable thrown) {
        EventDispatcher dispatcher = dispatcher(
                List.of(),
                List.of(
                        new Preparing("failing", entry -> {
                            sneakyThrow(thrown);
                            return says("never");
                        }),
                        new Preparing("null", entry -> null),
                        new Preparing("able", entry -> says("prepared"))));
        decide(dispatcher);
        assertThat(heard).containsExactly("failing for *", "null for *", "able for *", "failing", "null", "prepared");
    }

    @Test
    void errorsOfTheVirtualMachineGoOnFromPreparingToo() {
        EventDispatcher dispatcher = dispatcher(List.of(), List.of(new Preparing("failing", entry -> {
            sneakyThrow(new OutOfMemoryError("test"));
            return says("never");
        })));
        assertThatThrownBy(() -> dispatcher.prepare(POLICY)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void preparingForOneEntryLeavesTheListenersForTheNext() {
        EventDispatcher dispatcher = dispatcher(List.of(), List.of(new Preparing("asked", entry -> says("prepared"))));
        assertThat(dispatcher.prepare(POLICY)).isNotSameAs(dispatcher.prepare(POLICY));
        assertThat(heard).containsExactly("asked for *", "asked for *");
    }

    private DecisionListener says(String what) {
        return (request, policy, decision, nanos) -> heard.add(what);
    }

    private final class Preparing implements DecisionListener {

        private final String name;
        private final UnaryOperator<DecisionListener> prepare;

        Preparing(String name, UnaryOperator<DecisionListener> prepare) {
            this.name = name;
            this.prepare = prepare;
        }

        @Override
        public DecisionListener prepare(EffectivePolicy policy) {
            heard.add(name + " for " + policy.entry());
            return prepare.apply(this);
        }

        @Override
        public void decided(Request request, EffectivePolicy policy, Decision decision, long nanos) {
            heard.add(name);
        }
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonHasItsEvent(Reason reason) {
        Map<Reason, Class<? extends SecurityEvent>> expected = Map.of(
                Reason.BLOCKED, SecurityEvent.BlockedAttempt.class,
                Reason.STALE, SecurityEvent.Stale.class,
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

    private static void decide(EventDispatcher dispatcher) {
        dispatcher.decided(dispatcher.prepare(POLICY), REQUEST, POLICY, DECISION, 1);
    }

    private static EventDispatcher dispatcher(List<SecurityListener> security, List<DecisionListener> decisions) {
        return new EventDispatcher(security, decisions, GuardLogs.quiet());
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T extends Throwable> void sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
