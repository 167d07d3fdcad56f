package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.botsentinel.Sentinel;
import dev.botsentinel.SentinelBuilder;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.ReferenceStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Building a guard, giving it another policy, closing it. */
@Timeout(30)
class LifecycleTest {

    private static final PolicySet OPEN = PolicySet.builder().build();
    private static final PolicySet REGISTERED = PolicySet.builder()
            .defaults(Policy.EMPTY.requires(Requirement.REGISTERED))
            .build();

    private static SentinelBuilder<Request> builder() {
        return Sentinel.<Request>builder(request -> request).store(new ReferenceStore(Clock.systemUTC()));
    }

    @Test
    void aGuardNeedsAStorage() {
        assertThatNullPointerException()
                .isThrownBy(() -> Sentinel.<Request>builder(request -> request).build())
                .withMessageContaining("needs a storage");
    }

    @Test
    void aPolicyThatRequiresSomethingNeedsAResolver() {
        for (PolicySet policy : new PolicySet[] {
            REGISTERED,
            PolicySet.builder()
                    .action("/admin", Policy.EMPTY.requires(Requirement.REGISTERED.shadow()))
                    .build()
        }) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder().policy(policy).build())
                    .withMessageContaining("add resolver(...)");
        }
        builder()
                .policy(PolicySet.builder()
                        .defaults(Policy.EMPTY.requires(Requirement.NONE))
                        .build())
                .build()
                .close();
    }

    @Test
    void aGuardWithoutAResolverRefusesAPolicyThatNeedsOneAndKeepsItsOwn() {
        Sentinel<Request> sentinel = builder().policy(OPEN).build();
        assertThatIllegalStateException().isThrownBy(() -> sentinel.policy(REGISTERED));
        assertThat(sentinel.policy()).isSameAs(OPEN);
        assertThat(sentinel.check(Request.builder("/a").subject("42").build()).isAllowed())
                .isTrue();
    }

    @Test
    void withoutAResolverNobodyIsProbed() {
        SpyStore store = new SpyStore(new ReferenceStore(Clock.systemUTC()), false);
        Sentinel<Request> sentinel =
                Sentinel.<Request>builder(request -> request).store(store).build();
        assertThat(sentinel.check(Request.builder("/a").subject("42").build()).isAllowed())
                .isTrue();
        assertThat(store.plans())
                .singleElement()
                .satisfies(plan -> assertThat(plan.probe()).isFalse());
    }

    @Test
    void impossibleTimesAndSizesAreRefusedAtBirth() {
        for (Duration impossible : new Duration[] {Duration.ZERO, Duration.ofMillis(-1)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> builder().resolverTimeout(impossible));
            assertThatIllegalArgumentException().isThrownBy(() -> builder().principalCache(impossible, 1));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> builder().principalCache(Duration.ofMinutes(1), -1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().resolverRetry(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().resolverCalls(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().resolverCalls(1, 0));
    }

    @Test
    void aCacheOfNobodyAsksEveryTime() {
        Bench bench = new Bench(Way.LOCAL, REGISTERED, builder -> builder.principalCache(Duration.ofMinutes(1), 0));
        bench.allowed(bench.fresh("/a"));
        bench.allowed(bench.fresh("/a"));
        assertThat(bench.resolverCalls).hasValue(2);
    }

    @Test
    void aBuilderUsedOnMakesGuardsThatNeverMeet() {
        SentinelBuilder<Request> builder = builder();
        Sentinel<Request> first = builder.build();
        Sentinel<Request> second =
                builder.before(Stage.LIMITS, call -> Ruling.veto("mine")).build();
        Request request = Request.builder("/a").subject("42").build();
        assertThat(first.check(request).isAllowed()).isTrue();
        assertThat(second.check(request).isAllowed()).isFalse();
        second.close();
        assertThat(first.check(request).isAllowed()).isTrue();
    }

    @EachWay
    void aDecisionUnderWayKeepsItsPolicy(Way way) throws Exception {
        Bench bench = new Bench(new Way(Way.Entry.CHECK, way.remote()), OPEN);
        CompletableFuture<Verdict> probed = new CompletableFuture<>();
        bench.store.answer(plan -> probed);
        CompletableFuture<Decision> underWay =
                bench.sentinel.checkAsync(bench.fresh("/a").build()).toCompletableFuture();

        bench.resolution = Resolution.of(Principal.ANONYMOUS);
        bench.sentinel.policy(REGISTERED);
        bench.store.answer(plan -> CompletableFuture.completedFuture(
                new Verdict.AdmittedBuilder(plan.steps().size()).build()));
        probed.complete(new Verdict.AdmittedBuilder(1).build());

        assertThat(underWay.get(10, TimeUnit.SECONDS).isAllowed()).isTrue();
        assertThat(bench.denied(bench.fresh("/a")).reason()).isEqualTo(Reason.UNREGISTERED);
        assertThat(bench.sentinel.policy()).isSameAs(REGISTERED);
        assertThat(bench.events(SecurityEvent.PolicyChanged.class)).hasSize(1);
    }

    @EachWay
    void budgetsAndBlocksOutliveAChangeOfPolicy(Way way) {
        RateLimit money = RateLimit.slidingWindow(3, Duration.ofHours(1)).named("money");
        Bench bench = new Bench(
                way, PolicySet.builder().defaults(Policy.limits(money)).build());
        bench.allowed(bench.fresh("/a"));
        bench.sentinel.policy(
                PolicySet.builder().action("/b", Policy.limits(money)).build());
        assertThat(bench.allowed(bench.fresh("/b")).leastRemaining()).hasValue(1);
        bench.store.admin().block(new Subject(Bench.SUBJECT), null, "admin", "");
        bench.sentinel.policy(OPEN);
        assertThat(bench.denied(bench.fresh("/b")).reason()).isEqualTo(Reason.BLOCKED);
    }

    @Test
    void aClosedGuardDeniesAndLeavesItsStorageOpen() {
        Bench bench = new Bench(Way.LOCAL, OPEN);
        bench.sentinel.close();
        bench.sentinel.close();
        Decision closed = Denied.of(Reason.UNAVAILABLE, "closed");
        Request request = bench.fresh("/a").build();
        assertThat(bench.sentinel.check(request)).isEqualTo(closed);
        assertThat(bench.sentinel.checkAsync(request)).isCompletedWithValue(closed);
        bench.sentinel
                .guard(update -> {
                    throw new AssertionError("handled");
                })
                .accept(request);
        assertThat(bench.store.plans()).isEmpty();
        assertThat(bench.store.admin().blockOf(new Subject(Bench.SUBJECT))).isCompleted();
    }

    @Test
    void aDecisionUnderWayIsFinishedThoughTheGuardIsClosed() throws Exception {
        Bench bench = new Bench(Way.LOCAL, OPEN);
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        bench.cachePrincipal();
        bench.store.answer(plan -> verdict);
        CompletableFuture<Decision> underWay =
                bench.sentinel.checkAsync(bench.fresh("/a").build()).toCompletableFuture();
        bench.sentinel.close();
        verdict.complete(new Verdict.AdmittedBuilder(1).build());
        assertThat(underWay.get(10, TimeUnit.SECONDS).isAllowed()).isTrue();
    }
}
