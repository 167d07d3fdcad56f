package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.Outcome;
import dev.botsentinel.Sentinel;
import dev.botsentinel.SentinelBuilder;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.HandlerFailed;
import dev.botsentinel.event.SecurityEvent.PermitsRefunded;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.Trusted;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.Responder;
import dev.botsentinel.run.UpdateRunner;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a failed handler leaves of its update in the storage: nothing by which a redelivery or a retry is a duplicate. */
@Timeout(30)
class ReleaseTest {

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final Duration DEBOUNCE = Duration.ofSeconds(30);
    private static final RateLimit HUNDRED = RateLimit.perMinute(100).named("hundred");
    private static final PolicySet POLICY = PolicySet.builder()
            .updateReplay(new UpdateReplay(WINDOW))
            .defaults(Policy.limits(HUNDRED).debounce(DEBOUNCE))
            .build();

    private final RuntimeException mine = new IllegalStateException("test");

    private record Scenario(Failing failing, boolean remote) {

        Bench bench(PolicySet policy, UnaryOperator<SentinelBuilder<Request>> more) {
            return new Bench(new Way(Way.Entry.GUARD, remote), policy, more);
        }
    }

    static Stream<Scenario> scenarios() {
        return Stream.of(Failing.values())
                .flatMap(failing -> Stream.of(new Scenario(failing, false), new Scenario(failing, true)));
    }

    private static Request request(long updateId, String text) {
        return Request.builder("message")
                .subject(Bench.SUBJECT)
                .chat(Bench.CHAT)
                .updateId(updateId)
                .content(Content.text(text))
                .build();
    }

    private static Bench bench() {
        return new Bench(new Way(Way.Entry.GUARD, false), POLICY);
    }

    private void fail(Bench bench, Request request) {
        assertThat(Failing.GUARD.thrown(bench, request, mine)).isSameAs(mine);
    }

    private static void assertDuplicate(Decision decision, String rule) {
        assertThat(decision).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.reason()).isEqualTo(Reason.DUPLICATE);
            assertThat(denied.rule()).isEqualTo(rule);
        });
    }

    private static void assertAllowed(Decision decision) {
        assertThat(decision).isInstanceOf(Allowed.class);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aRedeliveryOfWhatFailedIsHandledAndPermitsStaySpent(Scenario scenario) {
        Bench bench = scenario.bench(POLICY, builder -> builder);
        assertThat(scenario.failing.thrown(bench, request(7, "hi"), mine)).isSameAs(mine);
        Allowed again = (Allowed) bench.decide(request(7, "hi"));
        assertThat(again.leastRemaining()).hasValue(98);
        assertDuplicate(bench.decide(request(7, "hi")), "update-id");
        assertDuplicate(bench.decide(request(8, "hi")), "debounce");
        assertThat(bench.events(StoreFailed.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aRetryAfterAnErrorIsNoDuplicate(Scenario scenario) {
        Bench bench = scenario.bench(POLICY, builder -> builder);
        assertThat(scenario.failing.thrown(bench, request(7, "hi"), mine)).isSameAs(mine);
        assertAllowed(bench.decide(request(8, "hi")));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void anExemptUpdateIsReleasedToo(Scenario scenario) {
        for (Exemption exemption : List.of(Exemption.ALWAYS, Exemption.UNLESS_BLOCKED)) {
            Bench bench = scenario.bench(POLICY, builder -> builder);
            Request payment =
                    request(7, "paid").toBuilder().exemption(exemption).build();
            assertThat(scenario.failing.thrown(bench, payment, mine)).isSameAs(mine);
            assertThat(((Allowed) bench.decide(payment)).passage()).isEqualTo(Passage.EXEMPT);
            assertDuplicate(bench.decide(payment), "update-id");
        }
    }

    @Test
    void whatIsHandledStaysRememberedHoweverOftenItComesAgain() {
        Bench bench = bench();
        assertAllowed(bench.decide(request(7, "hi")));
        for (int i = 0; i < 3; i++) {
            assertThat(Failing.GUARD_CALL.thrown(bench, request(7, "hi"), mine)).isNull();
            assertThat(Failing.GUARD_CALL.thrown(bench, request(8, "hi"), mine)).isNull();
        }
        assertDuplicate(bench.decide(request(7, "other")), "update-id");
        assertDuplicate(bench.decide(request(9, "hi")), "debounce");
    }

    @Test
    void anExemptUpdateDoesNotReleaseTheFingerprintOfAnother() {
        Bench bench = bench();
        assertAllowed(bench.decide(request(7, "hi")));
        fail(bench, request(8, "hi").toBuilder().exemption(Exemption.ALWAYS).build());
        assertDuplicate(bench.decide(request(9, "hi")), "debounce");
    }

    @Test
    void aLaterPartOfAnAlbumReleasesItsOwnUpdateIdAlone() {
        Bench bench = bench();
        Request first = request(7, "photo").toBuilder().album("album").build();
        Request second = request(8, "photo").toBuilder().album("album").build();
        assertAllowed(bench.decide(first));
        fail(bench, second);
        assertDuplicate(bench.decide(first), "update-id");
        assertThat(((Allowed) bench.decide(second)).passage()).isEqualTo(Passage.ALBUM);
        assertDuplicate(bench.decide(request(9, "photo")), "debounce");
    }

    @Test
    void whomThePolicyTrustsReleasesTheUpdateIdAlone() {
        PolicySet trusting = PolicySet.builder()
                .updateReplay(new UpdateReplay(WINDOW))
                .defaults(Policy.limits(HUNDRED).debounce(DEBOUNCE))
                .trusted(new Trusted(Set.of(Bench.SUBJECT), Set.of()))
                .build();
        Bench bench = bench();
        assertAllowed(bench.decide(request(7, "hi")));
        bench.sentinel.policy(trusting);
        fail(bench, request(8, "hi"));
        assertThat(((Allowed) bench.decide(request(8, "hi"))).passage()).isEqualTo(Passage.TRUSTED);
        bench.sentinel.policy(POLICY);
        assertDuplicate(bench.decide(request(9, "hi")), "debounce");
    }

    @Test
    void withoutASubjectTheChatsListReleases() {
        Bench bench = bench();
        Request post = Request.builder("message")
                .chat(Bench.CHAT)
                .updateId(7)
                .content(Content.text("hi"))
                .build();
        fail(bench, post);
        assertAllowed(bench.decide(post));
        assertDuplicate(bench.decide(post), "update-id");
    }

    @Test
    void aShadowDebounceThatPassedIsReleasedAndOneThatWouldRefuseReleasesNothing() {
        PolicySet shadow = PolicySet.builder()
                .defaults(Policy.limits(HUNDRED)
                        .debounce(Debounce.window(DEBOUNCE).shadow()))
                .build();
        Bench bench = new Bench(Way.LOCAL, shadow);
        fail(bench, request(1, "hi"));
        assertThat(((Allowed) bench.decide(request(2, "hi"))).shadow()).isEmpty();
        fail(bench, request(3, "hi"));
        assertThat(((Allowed) bench.decide(request(4, "hi"))).shadow()).hasSize(1);
    }

    /** A handler so slow that its fingerprint has ended: what stands there now is of the next message. */
    @Test
    void whatHasEndedMeanwhileReleasesNothingOfAnother() {
        Bench bench = bench();
        bench.cachePrincipal();
        Consumer<Request> slow = bench.sentinel.guard(update -> {
            bench.time.advance(DEBOUNCE);
            assertAllowed(bench.sentinel.check(request(8, "hi")));
            throw mine;
        });
        assertThatThrownBy(() -> slow.accept(request(7, "hi"))).isSameAs(mine);
        assertDuplicate(bench.decide(request(9, "hi")), "debounce");
        assertAllowed(bench.decide(request(7, "hello")));
    }

    @Test
    void whatAnInterceptorHadRememberedIsReleased() {
        FirstSeen once = new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.CHAT, 5, 60_000_000, Mode.ENFORCE);
        Bench bench =
                new Bench(Way.LOCAL, POLICY, builder -> builder.after(Stage.DEBOUNCE, call -> Ruling.steps(once)));
        fail(bench, request(1, "a"));
        assertAllowed(bench.decide(request(2, "b")));
        assertDuplicate(bench.decide(request(3, "c")), "debounce");
    }

    @Test
    void theUpdateIsReleasedBeforeItsSenderIsAnswered() throws InterruptedException {
        BlockingQueue<Boolean> retries = new LinkedBlockingQueue<>();
        Bench[] bench = new Bench[1];
        bench[0] = new Bench(
                Way.LOCAL,
                POLICY,
                builder -> builder.onHandlerError(Responder.blocking(failed -> {
                    retries.add(failed.decision().leastRemaining().orElse(0) == 99
                            && bench[0].sentinel.check(failed.update()).isAllowed());
                })));
        fail(bench[0], request(7, "hi"));
        assertThat(retries.take()).isTrue();
    }

    @Test
    void aRunnerReleasesLikewise() throws InterruptedException {
        Bench bench = bench();
        BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        AtomicInteger tries = new AtomicInteger();
        UpdateRunner<Request> runner = UpdateRunner.builder(bench.sentinel, update -> {
                    handled.add(String.valueOf(update.text()));
                    if (tries.incrementAndGet() == 1) {
                        throw mine;
                    }
                })
                .build();
        for (int i = 0; i < 3; i++) {
            runner.accept(request(7, "hi"));
        }
        runner.close();
        assertThat(handled).hasSize(2);
    }

    @Test
    void aCheckedUpdateIsReleasedByHand() {
        Bench bench = new Bench(Way.LOCAL, POLICY);
        for (boolean ready : List.of(false, true)) {
            assertAllowed(bench.decide(request(7, "hi")));
            assertDuplicate(bench.decide(request(7, "hi")), "update-id");
            CompletionStage<@Nullable Void> released =
                    ready ? bench.sentinel.releaseRequest(request(7, "hi")) : bench.sentinel.release(request(7, "hi"));
            assertThat(released.toCompletableFuture()).isCompletedWithValue(null);
        }
        assertAllowed(bench.decide(request(8, "hi")));
        assertAllowed(bench.decide(request(7, "other")));
        bench.sentinel.close();
        assertThat(bench.sentinel.release(request(7, "other")).toCompletableFuture())
                .isCompleted();
    }

    @Test
    void anExemptUpdateReleasedByHandLeavesFingerprintsAlone() {
        Bench bench = new Bench(Way.LOCAL, POLICY);
        Request exempt =
                request(7, "hi").toBuilder().exemption(Exemption.ALWAYS).build();
        assertAllowed(bench.decide(request(6, "hi")));
        assertAllowed(bench.decide(exempt));
        assertThat(bench.sentinel.release(exempt).toCompletableFuture()).isCompleted();
        assertAllowed(bench.decide(exempt));
        assertDuplicate(bench.decide(request(8, "hi")), "debounce");
    }

    @Test
    void anUpdateThatCannotBeReadIsAnEventAndReleasesNothing() {
        List<SecurityEvent> events = new CopyOnWriteArrayList<>();
        Sentinel<Request> sentinel = Sentinel.<Request>builder(update -> {
                    throw mine;
                })
                .store(new ReferenceStore(new Bench(Way.LOCAL, POLICY).time))
                .listener(events::add)
                .build();
        assertThat(sentinel.release(request(7, "hi")).toCompletableFuture()).isCompletedWithValue(null);
        assertThat(events).singleElement().isInstanceOf(SecurityEvent.GuardFailed.class);
    }

    // Refunds

    @ParameterizedTest
    @MethodSource("scenarios")
    void theBuilderCanHavePermitsComeBackOnceForEachFailure(Scenario scenario) {
        Bench bench = scenario.bench(POLICY, SentinelBuilder::refundOnFailure);
        for (int i = 0; i < 3; i++) {
            assertThat(scenario.failing.thrown(bench, request(7, "hi"), mine)).isSameAs(mine);
        }
        assertThat(bench.events(PermitsRefunded.class))
                .containsOnly(new PermitsRefunded(
                        Bench.START, Owner.user(Bench.SUBJECT), "hundred", 1, "sentinel", "a handler's failure"))
                .hasSize(3);
        assertThat(((Allowed) bench.decide(request(7, "hi"))).leastRemaining()).hasValue(99);
    }

    // Storages that fail

    /** A storage whose administrators' operations go wrong. */
    private static final class NoUndo extends ForwardingStore {

        private final @Nullable CompletionStage<?> answer;

        /** @param answer null to throw */
        NoUndo(SentinelStore store, @Nullable CompletionStage<?> answer) {
            super(store);
            this.answer = answer;
        }

        @Override
        public StoreAdmin admin() {
            StoreAdmin right = super.admin();
            return (StoreAdmin) Proxy.newProxyInstance(
                    StoreAdmin.class.getClassLoader(),
                    new Class<?>[] {StoreAdmin.class},
                    (proxy, method, arguments) -> {
                        if (!method.getName().equals("release")
                                && !method.getName().equals("refund")) {
                            try {
                                return method.invoke(right, arguments);
                            } catch (InvocationTargetException failure) {
                                throw failure.getCause();
                            }
                        }
                        if (answer == null) {
                            throw new StackOverflowError("test");
                        }
                        return answer;
                    });
        }
    }

    private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();

    private Throwable failureOn(@Nullable CompletionStage<?> answer) {
        Bench bench = bench();
        Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                .policy(POLICY)
                .store(new NoUndo(bench.store, answer))
                .time(bench.time)
                .executor(Runnable::run)
                .listener(events::add)
                .refundOnFailure()
                .build();
        try {
            Outcome<String> unused = sentinel.<String>guardCall(update -> {
                        throw mine;
                    })
                    .apply(request(7, "hi"));
            throw new AssertionError("the handler's exception is lost");
        } catch (IllegalStateException thrown) {
            return thrown;
        }
    }

    @Test
    void aStorageThatFailsToReleaseIsAnEventAndTheHandlersExceptionPasses() {
        StoreException broken = new StoreException("broken");
        assertThat(failureOn(CompletableFuture.failedFuture(broken))).isSameAs(mine);
        assertThat(events).hasExactlyElementsOfTypes(StoreFailed.class, StoreFailed.class, HandlerFailed.class);
        assertThat(((StoreFailed) events.get(0)).cause()).isSameAs(broken);
    }

    @Test
    void aStorageThatThrowsIsAnEventToo() {
        assertThat(failureOn(null)).isSameAs(mine);
        assertThat(events).hasExactlyElementsOfTypes(StoreFailed.class, StoreFailed.class, HandlerFailed.class);
    }

    @Test
    void nobodyWaitsForAStorageThatHangs() {
        CompletableFuture<@Nullable Void> hanging = new CompletableFuture<>();
        assertThat(failureOn(hanging)).isSameAs(mine);
        assertThat(events).hasExactlyElementsOfTypes(HandlerFailed.class);
        hanging.completeExceptionally(new StoreException("at last"));
        assertThat(events).hasExactlyElementsOfTypes(HandlerFailed.class, StoreFailed.class, StoreFailed.class);
    }
}
