package dev.botsentinel.store.resilient;

import static dev.botsentinel.store.resilient.Site.NOT_BLOCKED;
import static dev.botsentinel.store.resilient.Site.escalating;
import static dev.botsentinel.store.resilient.Site.now;
import static dev.botsentinel.store.resilient.Site.plan;
import static dev.botsentinel.store.resilient.Site.seen;
import static dev.botsentinel.store.resilient.Site.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What each stage does while the remote can't be asked. */
class FallbackTest {

    private static final Step TEN = take(RateLimit.perMinute(10));

    @Test
    void limitsGoOnLocallyDividedByTheInstances() {
        Site site = broken(builder -> builder.expectedInstances(4));
        assertThat(admitted(site, plan(NOT_BLOCKED, TEN)).remaining(1)).isEqualTo(1);
        assertThat(admitted(site, plan(NOT_BLOCKED, TEN)).remaining(1)).isZero();
        Verdict.RateLimited refused = (Verdict.RateLimited) site.ask(NOT_BLOCKED, TEN);
        assertThat(refused)
                .isEqualTo(new Verdict.RateLimited(1, site.micros(), site.micros() + 60_000_000, 0, 0, true));
    }

    @Test
    void oneOfManyInstancesStillGrantsAPermit() {
        Site site = broken(builder -> builder.expectedInstances(4));
        Step one = take(RateLimit.perMinute(1));
        assertThat(site.ask(one)).isInstanceOf(Verdict.Admitted.class);
        assertThat(site.ask(one)).isInstanceOf(Verdict.RateLimited.class);
    }

    @Test
    void anUpdateThatCostsMoreThanThePartStillPassesOnce() {
        Site site = broken(builder -> builder.expectedInstances(4));
        Step dear = take(RateLimit.perMinute(10).cost(8));
        assertThat(site.ask(dear)).isInstanceOf(Verdict.Admitted.class);
        assertThat(site.ask(dear)).isInstanceOf(Verdict.RateLimited.class);
    }

    @Test
    void whatIsSpentLocallyIsNotSpentOfTheSharedBudget() {
        Site site = broken(builder -> builder);
        for (int i = 0; i < 10; i++) {
            site.ask(TEN);
        }
        assertThat(site.ask(TEN)).isInstanceOf(Verdict.RateLimited.class);
        site.repair();
        assertThat(admitted(site, plan(TEN)).remaining(0)).isEqualTo(9);
    }

    @Test
    void repeatsAreRefusedLocally() {
        Site site = broken(builder -> builder);
        assertThat(site.ask(NOT_BLOCKED, seen(1), TEN)).isInstanceOf(Verdict.Admitted.class);
        assertThat(site.ask(NOT_BLOCKED, seen(1), TEN))
                .isEqualTo(new Verdict.Duplicate(1, site.micros(), site.micros() + 5_000_000, true));
        assertThat(site.ask(NOT_BLOCKED, seen(2), TEN)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void denialsByAGuessMakeNobodyAnOffender() {
        Site site = broken(builder -> builder.expectedInstances(10));
        for (int i = 0; i < 100; i++) {
            Verdict verdict = site.ask(escalating(NOT_BLOCKED, TEN));
            assertThat(verdict).isNotInstanceOf(Verdict.Blocked.class);
            assertThat(verdict instanceof Verdict.RateLimited limited && limited.blockedUntilMicros() != 0)
                    .isFalse();
        }
    }

    @Test
    void aProbeWritesNothingLocallyEither() {
        Site site = broken(builder -> builder);
        BoundPlan probe = BoundPlan.of(List.of(seen(1), TEN), "42", null, null, true);
        for (int i = 0; i < 20; i++) {
            assertThat(admitted(site, probe).remaining(1)).isEqualTo(9);
        }
    }

    @Test
    void openLetsPassAndTellsNoRemainingPermits() {
        Site site = broken(builder -> builder.debounce(OnOutage.OPEN).limits(OnOutage.OPEN));
        Step never = take(RateLimit.perMinute(0));
        for (int i = 0; i < 20; i++) {
            assertThat(admitted(site, plan(NOT_BLOCKED, seen(1), never)))
                    .isEqualTo(new Verdict.AdmittedBuilder(3).degraded().build());
        }
    }

    @Test
    void closedFailsTheStage() {
        Site site = broken(builder -> builder.limits(OnOutage.CLOSED));
        assertThat(plan(NOT_BLOCKED, TEN).on(site.store).toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(StoreException.class);
        assertThat(site.ask(NOT_BLOCKED, seen(1))).isInstanceOf(Verdict.Admitted.class);
        Site closed = broken(builder -> builder.blocklist(OnOutage.CLOSED));
        assertThat(plan(NOT_BLOCKED).on(closed.store).toCompletableFuture()).isCompletedExceptionally();
        assertThat(closed.ask(TEN)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void whatRanksAboveAClosedStageStillRefusesAndNothingIsWritten() {
        Site site = new Site(true, builder -> builder.limits(OnOutage.CLOSED));
        site.breakDown(FakeRemote.Fault.FAILS);
        assertThat(site.ask(NOT_BLOCKED, seen(1))).isInstanceOf(Verdict.Admitted.class);
        assertThat(site.ask(NOT_BLOCKED, seen(1), TEN)).isInstanceOf(Verdict.Duplicate.class);
        assertThat(plan(NOT_BLOCKED, seen(2), TEN).on(site.store).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(site.ask(NOT_BLOCKED, seen(2))).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void aKnownBlockRefusesThoughTheStagesAreClosedOrOpen() {
        for (OnOutage direction : List.of(OnOutage.OPEN, OnOutage.CLOSED)) {
            Site site = new Site(true, builder -> builder.limits(direction).debounce(direction));
            site.block(Duration.ofMinutes(1));
            site.breakDown(FakeRemote.Fault.FAILS);
            assertThat(site.ask(NOT_BLOCKED, seen(1), TEN)).isInstanceOf(Verdict.Blocked.class);
        }
    }

    @Test
    void aShadowRuleIsReportedAndNeverDecides() {
        Site site = broken(builder -> builder.expectedInstances(10).blocklist(OnOutage.LOCAL));
        Step shadow = take(RateLimit.perMinute(10).shadow());
        assertThat(admitted(site, plan(shadow, TEN)).shadowRefused(0)).isFalse();
        site.time.advance(Duration.ofSeconds(1));
        assertThat(admitted(site, plan(shadow)).shadowRefused(0)).isTrue();
        Site closed = broken(builder -> builder.limits(OnOutage.CLOSED));
        assertThat(closed.ask(NOT_BLOCKED, shadow)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void aLocalStorageThatFailsTooFailsTheStage() {
        Site site = broken(builder -> {
            builder.local.close();
            return builder;
        });
        assertThat(plan(TEN).on(site.store).toCompletableFuture()).isCompletedExceptionally();
        assertThat(now(plan(NOT_BLOCKED).on(site.store))).isInstanceOf(Verdict.Admitted.class);
    }

    /** Limits are divided and stages directed when a plan is prepared, and not for each update of an outage. */
    @Test
    void theLocalPlanIsPreparedOnceAndBeforeAnyOutage() {
        Site site = new Site();
        PreparedPlans local = new PreparedPlans(new ReferenceStore(site.time));
        ResilientStore store = ResilientStore.builder(site.remote, local)
                .expectedInstances(4)
                .time(site.time)
                .timer(site.timer)
                .build();
        BoundPlan plan = plan(NOT_BLOCKED, seen(1), TEN);
        PreparedPlan prepared = store.prepare(plan.plan());
        assertThat(local.plans).hasSize(1);
        Plan divided = local.plans.get(0);
        assertThat(divided.steps()).hasSize(2);
        assertThat(divided.steps().get(0)).isEqualTo(plan.steps().get(1));
        assertThat(((Step.TakePermits) divided.steps().get(1)).applied().limit().permits())
                .isEqualTo(2);
        assertThat(divided.onDenied()).isNull();
        site.remote.fault(FakeRemote.Fault.FAILS);
        for (int i = 0; i < 20; i++) {
            assertThat(now(prepared.evaluate(plan.facts()).toStage()).degraded())
                    .isTrue();
        }
        assertThat(local.plans).hasSize(1);
        assertThat(store.prepare(plan(NOT_BLOCKED).plan())).isNotNull();
        assertThat(local.plans).hasSize(1);
    }

    @Test
    void whatRanksAboveAClosedStageIsOnlyAsked() {
        PreparedPlans local = new PreparedPlans(new ReferenceStore(new Site().time));
        ResilientStore store = ResilientStore.builder(new Site().remote, local)
                .limits(OnOutage.CLOSED)
                .build();
        BoundPlan plan = plan(NOT_BLOCKED, seen(1), TEN, seen(2));
        assertThat(store.prepare(plan.plan())).isNotNull();
        assertThat(local.plans).containsExactly(new Plan(List.of(plan.steps().get(1)), true, true, null, true));
        store.close();
    }

    /** The plans that a storage has prepared. */
    private static final class PreparedPlans extends ForwardingStore {

        private final List<Plan> plans = new ArrayList<>();

        PreparedPlans(SentinelStore store) {
            super(store);
        }

        @Override
        public PreparedPlan prepare(Plan plan) {
            plans.add(plan);
            return super.prepare(plan);
        }
    }

    private static Verdict.Admitted admitted(Site site, BoundPlan plan) {
        return (Verdict.Admitted) site.ask(plan);
    }

    private static Site broken(UnaryOperator<ResilientStoreBuilder> more) {
        Site site = new Site(true, more);
        site.breakDown(FakeRemote.Fault.FAILS);
        return site;
    }
}
