package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import java.time.Duration;
import java.util.List;

/** What a decision costs: trips to the storage, calls of the resolver. */
class RoundTripTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final PolicySet POLICY = PolicySet.builder()
            .action(
                    "/pay",
                    Policy.limits(
                                    RateLimit.slidingWindow(2, HOUR),
                                    RateLimit.tokenBucket(100, HOUR).scope(Scope.CHAT),
                                    RateLimit.fixedWindow(100, HOUR).scope(Scope.MEMBER))
                            .debounce(Debounce.window(HOUR))
                            .requires(Requirement.REGISTERED))
            .global(RateLimit.tokenBucket(1000, HOUR).scope(Scope.GLOBAL))
            .escalation(Escalation.of(1, HOUR, List.of(HOUR), HOUR))
            .blocked("666")
            .build();

    @EachWay
    void withACachedPrincipalEveryDecisionIsOneTrip(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.cachePrincipal();
        bench.listenAnew();
        Request first = bench.fresh("/pay").build();
        bench.decide(first);
        bench.decide(first);
        bench.decide(bench.fresh("/pay"));
        bench.decide(bench.fresh("/pay"));
        bench.decide(bench.fresh("/pay"));
        assertThat(bench.decisions)
                .extracting(decision -> decision instanceof Denied denied ? denied.reason() : null)
                .containsExactly(null, Reason.DUPLICATE, null, Reason.RATE_LIMITED, Reason.BLOCKED);
        assertThat(bench.store.plans()).hasSize(5).noneMatch(BoundPlan::probe);
        assertThat(bench.resolverCalls).hasValue(0);
    }

    @EachWay
    void withoutOneABlockProbeGoesAheadOfTheResolver(Way way) {
        Bench bench = new Bench(way, POLICY);
        assertThat(bench.decide(bench.fresh("/pay")).isAllowed()).isTrue();
        assertThat(bench.resolverCalls).hasValue(1);
        assertThat(bench.store.plans()).extracting(BoundPlan::probe).containsExactly(true, false);
        assertThat(bench.store.plans().get(0).steps()).containsExactly(NotBlocked.CHAT, NotBlocked.ENFORCE);
    }

    @EachWay
    void aBlockedSubjectNeverCostsACallOfTheResolver(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.store.admin().block(new Subject(Bench.SUBJECT), HOUR, "admin", "");
        Denied denied = bench.denied(bench.fresh("/pay"));
        assertThat(denied.reason()).isEqualTo(Reason.BLOCKED);
        assertThat(denied.blockedUntil()).isEqualTo(Bench.START.plus(HOUR));
        assertThat(denied.retryAfter()).isEqualTo(HOUR);
        assertThat(bench.resolverCalls).hasValue(0);
        assertThat(bench.store.plans()).hasSize(1);
    }

    @EachWay
    void whomThePolicyBlocksCostsNothing(Way way) {
        Bench bench = new Bench(way, POLICY);
        Decision decision = bench.decide(bench.fresh("/pay").subject("666"));
        assertThat(decision).isEqualTo(Denied.of(Reason.BLOCKED, "blocklist"));
        assertThat(bench.store.plans()).isEmpty();
        assertThat(bench.resolverCalls).hasValue(0);
    }

    @EachWay
    void aLocalRefusalAsksByAProbeThatWritesNothing(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = Resolution.of(Principal.ANONYMOUS);
        bench.cachePrincipal();
        bench.listenAnew();
        assertThat(bench.denied(bench.fresh("/pay")).reason()).isEqualTo(Reason.UNREGISTERED);
        assertThat(bench.store.plans()).singleElement().satisfies(plan -> {
            assertThat(plan.probe()).isTrue();
            assertThat(plan.onDenied()).isNull();
            assertThat(plan.steps()).containsExactly(NotBlocked.CHAT, NotBlocked.ENFORCE);
        });
    }

    @EachWay
    void aLocalRefusalAfterTheResolverAsksForTheBlockOnce(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = Resolution.of(Principal.ANONYMOUS);
        assertThat(bench.denied(bench.fresh("/pay")).reason()).isEqualTo(Reason.UNREGISTERED);
        assertThat(bench.store.plans()).hasSize(1).allMatch(BoundPlan::probe);
    }

    @EachWay
    void aPrincipalIsKeptForAMinute(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.cachePrincipal();
        bench.time.advance(Duration.ofSeconds(60).minusNanos(1000));
        bench.cachePrincipal();
        assertThat(bench.resolverCalls).hasValue(1);
        bench.time.advanceMicros(1);
        bench.cachePrincipal();
        assertThat(bench.resolverCalls).hasValue(2);
    }

    @EachWay
    void whoIsForgottenIsResolvedAnew(Way way) {
        Bench bench = new Bench(way, POLICY);
        assertThat(bench.decide(bench.fresh("/pay")).isAllowed()).isTrue();
        bench.resolution = Resolution.of(Principal.ANONYMOUS);
        assertThat(bench.decide(bench.fresh("/pay")).isAllowed()).isTrue();
        bench.sentinel.forget(Bench.SUBJECT);
        assertThat(bench.denied(bench.fresh("/pay")).reason()).isEqualTo(Reason.UNREGISTERED);
    }
}
