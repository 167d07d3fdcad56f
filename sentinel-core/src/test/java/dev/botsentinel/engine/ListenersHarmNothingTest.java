package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.botsentinel.Sentinel;
import dev.botsentinel.SentinelBuilder;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.EventQueue;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.AccessDenied;
import dev.botsentinel.event.SecurityEvent.BlockedAttempt;
import dev.botsentinel.event.SecurityEvent.Denial;
import dev.botsentinel.event.SecurityEvent.Duplicate;
import dev.botsentinel.event.SecurityEvent.GuardFailed;
import dev.botsentinel.event.SecurityEvent.HandlerFailed;
import dev.botsentinel.event.SecurityEvent.PolicyChanged;
import dev.botsentinel.event.SecurityEvent.RateLimited;
import dev.botsentinel.event.SecurityEvent.ResolverFailed;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.event.SecurityEvent.Unavailable;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of event that the chain has, and listeners that throw, block or ask the guard from within on each. */
@Timeout(60)
class ListenersHarmNothingTest {

    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.perMinute(3)).debounce(Debounce.window(Duration.ofSeconds(2))))
            .action("/admin*", Policy.EMPTY.requires(Requirement.role("admin")))
            .role("admin", Role.of())
            .build();

    private static final Request HELLO = Request.builder("/hello")
            .subject("42")
            .chat("-100")
            .content(Content.text("a secret"))
            .build();
    private static final Request ADMIN = Request.builder("/admin")
            .subject("42")
            .content(Content.text("a secret"))
            .build();

    private final List<SecurityEvent> heard = new CopyOnWriteArrayList<>();

    /** A way to make the chain tell something. */
    record Case(
            String name,
            SentinelStore store,
            PrincipalResolver resolver,
            Request request,
            Reason reason,
            List<Class<? extends SecurityEvent>> events) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final PrincipalResolver NOBODY = PrincipalResolver.of(Map.of());

    static Stream<Case> cases() {
        SentinelStore limited =
                ScriptedStore.refusing(Step.TakePermits.class, i -> new Verdict.RateLimited(i, 0, 1_000_000, 0, 0));
        SentinelStore tipped = ScriptedStore.refusing(
                Step.TakePermits.class, i -> new Verdict.RateLimited(i, 0, 1_000_000, 0, 2_000_000));
        SentinelStore seen = ScriptedStore.refusing(Step.FirstSeen.class, i -> new Verdict.Duplicate(i, 0, 1_000_000));
        SentinelStore blocked = ScriptedStore.refusing(
                Step.NotBlocked.class, i -> new Verdict.Blocked(i, 0, 1_000_000, BlockSource.MANUAL));
        SentinelStore broken =
                ScriptedStore.answering(plan -> CompletableFuture.failedFuture(new StoreException("test")));
        SentinelStore admitting = ScriptedStore.admitting();
        PrincipalResolver failing = request -> {
            throw new IllegalStateException("test");
        };
        return Stream.of(
                new Case("limited", limited, NOBODY, HELLO, Reason.RATE_LIMITED, List.of(RateLimited.class)),
                new Case(
                        "tipped",
                        tipped,
                        NOBODY,
                        HELLO,
                        Reason.RATE_LIMITED,
                        List.of(RateLimited.class, SecurityEvent.Blocked.class)),
                new Case("seen", seen, NOBODY, HELLO, Reason.DUPLICATE, List.of(Duplicate.class)),
                new Case("blocked", blocked, NOBODY, HELLO, Reason.BLOCKED, List.of(BlockedAttempt.class)),
                new Case("forbidden", admitting, NOBODY, ADMIN, Reason.FORBIDDEN, List.of(AccessDenied.class)),
                new Case(
                        "unresolved",
                        admitting,
                        failing,
                        ADMIN,
                        Reason.UNRESOLVED,
                        List.of(ResolverFailed.class, AccessDenied.class)),
                new Case(
                        "broken",
                        broken,
                        NOBODY,
                        HELLO,
                        Reason.UNAVAILABLE,
                        List.of(StoreFailed.class, Unavailable.class)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachKindOfTroubleIsToldOnceAndWithoutContent(Case trouble) {
        Decision decision = guard(trouble, heard::add).check(trouble.request);
        assertThat(reason(decision)).isEqualTo(trouble.reason);
        assertThat(heard.stream().<Class<?>>map(Object::getClass).toList()).isEqualTo(trouble.events);
        assertThat(heard).filteredOn(Denial.class::isInstance).singleElement().satisfies(event -> {
            Denial denial = (Denial) event;
            assertThat(denial.decision()).isEqualTo(decision);
            assertThat(denial.request().content()).isNull();
            assertThat(denial.request()).hasToString(trouble.request.toString());
        });
        assertThat(heard.toString()).doesNotContain("a secret");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aThrowingListenerChangesNoDecision(Case trouble) {
        Sentinel<Request> sentinel = builder(trouble)
                .listener(event -> {
                    throw new IllegalStateException("test");
                })
                .listener(heard::add)
                .decisionListener((request, policy, decision, nanos) -> {
                    throw new AssertionError("test");
                })
                .build();
        assertThat(reason(sentinel.check(trouble.request))).isEqualTo(trouble.reason);
        assertThat(heard).hasSameSizeAs(trouble.events);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aListenerMayAskTheGuardFromWithin(Case trouble) {
        AtomicReference<Sentinel<Request>> self = new AtomicReference<>();
        List<Reason> within = new CopyOnWriteArrayList<>();
        Sentinel<Request> sentinel =
                guard(trouble, event -> within.add(reason(self.get().check(trouble.request))));
        self.set(sentinel);
        assertThat(reason(sentinel.check(trouble.request))).isEqualTo(trouble.reason);
        assertThat(within).isNotEmpty().allMatch(trouble.reason::equals);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aQueuedListenerThatBlocksHoldsNobodyUp(Case trouble) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        SecurityListener blocking = event -> {
            inside.countDown();
            try {
                gate.await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        };
        try (EventQueue queue = EventQueue.to(blocking, 8, Duration.ZERO)) {
            Sentinel<Request> sentinel = guard(trouble, queue);
            sentinel.check(trouble.request);
            inside.await();
            for (int i = 0; i < 100; i++) {
                assertThat(reason(sentinel.check(trouble.request))).isEqualTo(trouble.reason);
            }
            assertThat(queue.dropped()).isEqualTo(101L * trouble.events.size() - 8 - 1);
        }
        gate.countDown();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aQueuedListenerMayAskTheGuardFromWithin(Case trouble) throws InterruptedException {
        AtomicReference<Sentinel<Request>> self = new AtomicReference<>();
        CountDownLatch last = new CountDownLatch(9);
        EventQueue queue = EventQueue.to(event -> {
            assertThat(reason(self.get().check(trouble.request))).isEqualTo(trouble.reason);
            last.countDown();
        });
        Sentinel<Request> sentinel = guard(trouble, queue);
        self.set(sentinel);
        sentinel.check(trouble.request);
        last.await();
        queue.close();
        assertThat(queue.dropped()).isPositive();
    }

    @Test
    void aDecisionListenerMayAskTheGuardFromWithin() {
        AtomicReference<Sentinel<Request>> self = new AtomicReference<>();
        List<Boolean> within = new CopyOnWriteArrayList<>();
        Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                .store(ScriptedStore.admitting())
                .decisionListener((request, policy, decision, nanos) ->
                        within.add(self.get().check(request).isAllowed()))
                .build();
        self.set(sentinel);
        assertThat(sentinel.check(HELLO).isAllowed()).isTrue();
        assertThat(within).hasSize(1 + EventDispatcher.MAX_SET_OFF).doesNotContain(false);
    }

    @Test
    void aDecisionIsToldWithTheEntryThatTheActionFallsUnder() {
        List<String> entries = new CopyOnWriteArrayList<>();
        Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                .store(ScriptedStore.admitting())
                .resolver(NOBODY)
                .policy(POLICY)
                .decisionListener((request, policy, decision, nanos) -> entries.add(policy.entry()))
                .build();
        sentinel.check(HELLO);
        sentinel.check(ADMIN);
        sentinel.check(Request.builder("/invented by an outsider").build());
        assertThat(entries).containsExactly("*", "/admin*", "*");
    }

    @Test
    void failuresOfAdapterAndHandlerAndANewPolicyAreTold() {
        Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> {
                    if (request.subject() == null) {
                        throw new IllegalArgumentException("test");
                    }
                    return request;
                })
                .store(ScriptedStore.admitting())
                .listener(heard::add)
                .build();
        assertThat(reason(sentinel.check(Request.builder("/hello").build()))).isEqualTo(Reason.UNAVAILABLE);
        assertThatIllegalStateException()
                .isThrownBy(() -> sentinel.guard(request -> {
                            throw new IllegalStateException("test");
                        })
                        .accept(HELLO));
        sentinel.policy(PolicySet.builder().build());
        assertThat(heard.stream().<Class<?>>map(Object::getClass).toList())
                .isEqualTo(List.of(GuardFailed.class, HandlerFailed.class, PolicyChanged.class));
        assertThat(((HandlerFailed) heard.get(1)).request().content()).isNull();
    }

    @Test
    void aListenerMayChangeThePolicyFromWithin() {
        AtomicReference<Sentinel<Request>> self = new AtomicReference<>();
        Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                .store(ScriptedStore.admitting())
                .listener(event -> {
                    heard.add(event);
                    self.get().policy(POLICY);
                })
                .resolver(NOBODY)
                .build();
        self.set(sentinel);
        sentinel.policy(POLICY);
        assertThat(heard).hasSize(1 + EventDispatcher.MAX_SET_OFF);
        assertThat(sentinel.policy()).isSameAs(POLICY);
    }

    private static SentinelBuilder<Request> builder(Case trouble) {
        return Sentinel.<Request>builder(request -> request)
                .store(trouble.store)
                .resolver(trouble.resolver)
                .resolverRetry(Duration.ZERO)
                .policy(POLICY);
    }

    private static Sentinel<Request> guard(Case trouble, SecurityListener listener) {
        return builder(trouble).listener(listener).build();
    }

    private static Reason reason(Decision decision) {
        return ((Denied) decision).reason();
    }
}
