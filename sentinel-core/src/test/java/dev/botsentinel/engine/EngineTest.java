package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Principals;
import dev.botsentinel.access.ResolverSettings;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.GuardFailed;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.event.SecurityEvent.Unavailable;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A storage that breaks its promises never lets anybody pass, and never drops what is exempt. */
class EngineTest {

    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.perMinute(3)))
            .updateReplay(new UpdateReplay(Duration.ofMinutes(1)))
            .build();
    private static final Denied STORAGE = Denied.of(Reason.UNAVAILABLE, "storage");
    private static final Denied GUARD = Denied.of(Reason.UNAVAILABLE, "guard");
    private static final Allowed EXEMPT = new Allowed(Passage.EXEMPT, List.of(), List.of());

    private final List<SecurityEvent> heard = new ArrayList<>();
    private final Queue<Runnable> executor = new ArrayDeque<>();

    /** A storage that prepares plans in a way of its own. */
    private record BrokenStore(String how, Function<Plan, PreparedPlan> preparer) implements SentinelStore {

        @Override
        public PreparedPlan prepare(Plan plan) {
            return preparer.apply(plan);
        }

        @Override
        public FingerprintKey fingerprintKey() {
            return RecordingStore.KEY;
        }

        @Override
        public StoreAdmin admin() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return how;
        }
    }

    /** A stage that can't be made a future, as the interface allows. */
    private static final class NoFuture extends CompletableFuture<Verdict> {

        @Override
        public CompletableFuture<Verdict> toCompletableFuture() {
            throw new UnsupportedOperationException("test");
        }
    }

    static Stream<SentinelStore> brokenStores() {
        return Stream.of(
                new BrokenStore("prepares null", plan -> null),
                new BrokenStore("throws when it prepares", plan -> {
                    throw new IllegalArgumentException("test");
                }),
                new BrokenStore("throws", plan -> facts -> {
                    throw new NoClassDefFoundError("test");
                }),
                new BrokenStore("answers null", plan -> facts -> null),
                new BrokenStore(
                        "has a null pending", plan -> facts -> new Pending(CompletableFuture.completedFuture(null))),
                new BrokenStore("fails", plan -> facts -> Pending.failed(new StoreException("test"))),
                new BrokenStore("makes no future", plan -> facts -> new Pending(new NoFuture())));
    }

    @ParameterizedTest
    @MethodSource("brokenStores")
    void aStorageThatBreaksDenies(SentinelStore broken) {
        Eventual<Decision> decision = engine(broken).decide(update().build(), 0);
        assertThat(decision.orNull()).as("all is here").isNotNull();
        assertThat(decision.join()).isEqualTo(STORAGE);
        assertThat(heard).extracting(Object::getClass).containsExactly(StoreFailed.class, Unavailable.class);
    }

    @ParameterizedTest
    @MethodSource("brokenStores")
    void aStorageThatBreaksDropsNothingThatIsExempt(SentinelStore broken) {
        Request paid = update().exemption(Exemption.ALWAYS).build();
        assertThat(engine(broken).decide(paid, 0).join()).isEqualTo(EXEMPT);
        assertThat(heard).extracting(Object::getClass).containsExactly(StoreFailed.class);
    }

    @ParameterizedTest
    @MethodSource("brokenStores")
    void aStorageThatBreaksDeniesWithOwnStepsToo(SentinelStore broken) {
        Placement own = Placement.NONE.addBefore(
                Stage.BLOCKLIST,
                call -> Ruling.steps(new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.USER, 1, 1, Mode.ENFORCE)));
        assertThat(engine(broken, own).decide(update().build(), 0).join()).isEqualTo(STORAGE);
    }

    @Test
    void aStorageThatFailedToPrepareIsAskedAgain() {
        boolean[] broken = {true};
        RecordingStore store = new RecordingStore();
        Engine engine = engine(new ForwardingStore(store) {
            @Override
            public PreparedPlan prepare(Plan plan) {
                if (broken[0]) {
                    throw new IllegalStateException("test");
                }
                return super.prepare(plan);
            }
        });
        assertThat(engine.decide(update().build(), 0).join()).isEqualTo(STORAGE);
        broken[0] = false;
        assertThat(engine.decide(update().build(), 0).join().isAllowed()).isTrue();
    }

    @Test
    void whatTheGuardItselfCantDoIsNotTheStoragesFault() {
        Placement own = Placement.NONE.addAfter(Stage.LIMITS, call -> null);
        assertThat(engine(new RecordingStore(), own).decide(update().build(), 0).join())
                .isEqualTo(GUARD);
        assertThat(heard).extracting(Object::getClass).containsExactly(GuardFailed.class, Unavailable.class);
    }

    @Test
    void whatAStorageAnswersLaterIsDecidedOnTheExecutor() {
        CompletableFuture<Verdict> later = new CompletableFuture<>();
        RecordingStore store = new RecordingStore();
        store.answer = plan -> new Pending(later);
        CompletableFuture<Decision> decision =
                engine(store).decide(update().build(), 0).toFuture();
        later.complete(new Verdict.Duplicate(2, 1, 2));
        assertThat(decision).isNotDone();
        assertThat(heard).isEmpty();
        executor.remove().run();
        assertThat(((Denied) decision.join()).reason()).isEqualTo(Reason.DUPLICATE);
        assertThat(heard).hasSize(1);
    }

    @Test
    void aVerdictThatIsHereMakesNoFuture() {
        RecordingStore store = new RecordingStore();
        assertThat(engine(store).decide(update().build(), 0).orNull()).isNotNull();
        CompletionStage<Verdict> here = CompletableFuture.completedFuture(RecordingStore.admitted(4));
        store.answer = plan -> new Pending(here);
        assertThat(engine(store).decide(update().build(), 0).orNull()).isNotNull();
        assertThat(executor).isEmpty();
    }

    @Test
    void theContentOfWhatIsExemptIsNotHashed() {
        RecordingStore store = new RecordingStore();
        PolicySet policy = POLICY.toBuilder()
                .defaults(Policy.EMPTY.debounce(Debounce.window(Duration.ofMinutes(1))))
                .build();
        Engine engine = engine(store);
        engine.follow(routes(policy, Placement.NONE, store, List.of()));
        engine.decide(update().text("x").exemption(Exemption.ALWAYS).build(), 0);
        engine.decide(update().text("x").build(), 0);
        assertThat(store.facts.get(0).fingerprint()).isZero();
        assertThat(store.facts.get(1).fingerprint()).isNotZero();
    }

    @Test
    void aClosedGuardAsksAndTellsNobody() {
        RecordingStore store = new RecordingStore();
        Engine engine = engine(store);
        engine.close();
        engine.close();
        assertThat(engine.decide(update().build(), 0).join()).isEqualTo(Denied.of(Reason.UNAVAILABLE, "closed"));
        assertThat(engine.unread()).isEqualTo(Denied.of(Reason.UNAVAILABLE, "closed"));
        assertThat(store.evaluated).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void thoseUnderWayKeepThePolicyThatTheyBeganWith() {
        CompletableFuture<Verdict> later = new CompletableFuture<>();
        RecordingStore store = new RecordingStore();
        store.answer = plan -> new Pending(later);
        List<String> told = new ArrayList<>();
        Engine engine = engine(store, Placement.NONE, (request, policy, decision, nanos) -> told.add(policy.entry()));
        CompletableFuture<Decision> before = engine.decide(update().build(), 0).toFuture();
        PolicySet other = PolicySet.builder().action("/pay", Policy.noLimits()).build();
        engine.follow(routes(other, Placement.NONE, store, List.of()));
        CompletableFuture<Decision> after = engine.decide(update().build(), 0).toFuture();
        later.complete(RecordingStore.admitted(4));
        executor.forEach(Runnable::run);
        assertThat(before).isCompleted();
        assertThat(after).isCompleted();
        assertThat(engine.routes().policy()).isSameAs(other);
        assertThat(store.evaluated.get(0).steps()).hasSize(4);
        assertThat(store.evaluated.get(1).steps()).hasSize(2);
        assertThat(told).as("the listeners are those of the policy").containsExactly("*");
    }

    private static Request.Builder update() {
        return Request.builder("/pay").subject(42).chat(7).updateId(1);
    }

    private Engine engine(SentinelStore store) {
        return engine(store, Placement.NONE);
    }

    private Engine engine(SentinelStore store, Placement own, DecisionListener... listeners) {
        Principals principals = new Principals(
                null,
                ResolverSettings.DEFAULT,
                null,
                () -> Instant.EPOCH,
                executor::add,
                (request, failure) -> {},
                null);
        EventDispatcher events = new EventDispatcher(List.of(heard::add), List.of(listeners), GuardLogs.quiet());
        Routes routes = routes(POLICY, own, store, List.of(listeners));
        return new Engine(routes, principals, events, executor::add, () -> Instant.EPOCH, () -> 0);
    }

    private Routes routes(PolicySet policy, Placement own, SentinelStore store, List<DecisionListener> listeners) {
        EventDispatcher events = new EventDispatcher(List.of(heard::add), listeners, GuardLogs.quiet());
        return new Routes(policy, own, ChosenLimits.NONE, store, events, () -> Instant.EPOCH);
    }
}
