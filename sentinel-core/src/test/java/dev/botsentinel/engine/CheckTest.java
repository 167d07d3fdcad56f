package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.Remaining;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.engine.Check.LocalReport;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.PreparedPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What verdicts mean to the user of a guard. */
class CheckTest {

    private static final long NOW = 1_767_225_600_000_000L;
    private static final RateLimit LIMIT = RateLimit.perMinute(3);
    private static final TakePermits TAKE = new TakePermits(new AppliedLimit("/pay#0", "=/pay#0", Scope.USER, LIMIT));
    private static final TakePermits SHADOW_TAKE =
            new TakePermits(new AppliedLimit("trial", "~trial", Scope.USER, LIMIT.shadow()));
    private static final FirstSeen DEBOUNCE = new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.CHAT, 1, Mode.ENFORCE);
    private static final FirstSeen SHADOW_DEBOUNCE =
            new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.USER, 1, Mode.SHADOW);
    private static final FirstSeen UPDATE_ID = new FirstSeen(FirstSeen.Kind.UPDATE_ID, Scope.USER, 1, Mode.ENFORCE);

    private static final List<Step> STEPS = List.of(NotBlocked.ENFORCE, UPDATE_ID, DEBOUNCE, TAKE);

    @Test
    void anAutomaticBlockIsTheEscalations() {
        assertThat(denied(new Verdict.Blocked(0, NOW, NOW + 5, BlockSource.AUTOMATIC)))
                .isEqualTo(new Denied(
                        Reason.BLOCKED, "escalation", null, null, null, micros(5), instant(NOW + 5), instant(NOW + 5)));
    }

    @Test
    void aManualBlockIsTheBlocklists() {
        assertThat(denied(new Verdict.Blocked(0, NOW, NOW + 5, BlockSource.MANUAL))
                        .rule())
                .isEqualTo("blocklist");
    }

    @Test
    void aBlockForEverHasNoEnd() {
        assertThat(denied(new Verdict.Blocked(0, NOW, Verdict.NEVER, BlockSource.MANUAL)))
                .isEqualTo(Denied.of(Reason.BLOCKED, "blocklist"));
    }

    @Test
    void aRepeatWaitsForItsWindowInTheScopeInEffect() {
        assertThat(denied(new Verdict.Duplicate(2, NOW, NOW + 7)))
                .isEqualTo(new Denied(
                        Reason.DUPLICATE, "debounce", Scope.CHAT, null, null, micros(7), instant(NOW + 7), null));
    }

    @Test
    void anUpdateIdHasNoScope() {
        assertThat(denied(new Verdict.Duplicate(1, NOW, NOW + 7)))
                .isEqualTo(
                        new Denied(Reason.DUPLICATE, "update-id", null, null, null, micros(7), instant(NOW + 7), null));
    }

    @Test
    void aLimitNamesItselfAndItsNumbers() {
        assertThat(denied(new Verdict.RateLimited(3, NOW, NOW + 9, 2, 0)))
                .isEqualTo(new Denied(
                        Reason.RATE_LIMITED, "/pay#0", Scope.USER, LIMIT, 2L, micros(9), instant(NOW + 9), null));
    }

    @Test
    void aViolationIsWhatEscalationCounts() {
        Escalation escalation = Escalation.of(3, micros(60), List.of(micros(60)), micros(60));
        TakePermits ofChat = new TakePermits(new AppliedLimit("chat", "=chat", Scope.CHAT, LIMIT.scope(Scope.CHAT)));
        List<Step> steps = List.of(new Step.Album(Scope.USER), UPDATE_ID, TAKE, ofChat);
        Check counted = Check.of(
                new Plan(steps, true, true, escalation, false), new RecordingStore()::prepare, Passage.CHECKED);
        assertThat(isViolation(counted, limited(2))).isTrue();
        assertThat(isViolation(counted, limited(3))).isFalse();
        assertThat(isViolation(counted, limited(2).degradedAt(2))).isFalse();
        assertThat(isViolation(counted, new Verdict.AlbumPart(limited(2)))).isFalse();
        assertThat(isViolation(counted, new Verdict.Duplicate(1, NOW, NOW + 7))).isFalse();
        assertThat(isViolation(check(steps, Passage.CHECKED), limited(2))).isFalse();
    }

    private static Verdict.RateLimited limited(int step) {
        return new Verdict.RateLimited(step, NOW, NOW + 9, 2, 0);
    }

    private static boolean isViolation(Check check, Verdict verdict) {
        return ((Denied) check.decision(verdict)).isViolation();
    }

    @Test
    void aDenialThatTipsTheEscalationWaitsForTheBlockIfThatIsLonger() {
        assertThat(denied(new Verdict.RateLimited(3, NOW, NOW + 9, 0, NOW + 60)))
                .isEqualTo(new Denied(
                        Reason.RATE_LIMITED,
                        "/pay#0",
                        Scope.USER,
                        LIMIT,
                        0L,
                        micros(60),
                        instant(NOW + 60),
                        instant(NOW + 60)));
        Denied longer = denied(new Verdict.RateLimited(3, NOW, NOW + 90, 0, NOW + 60));
        assertThat(longer.retryAfter()).isEqualTo(micros(90));
        assertThat(longer.blockedUntil()).isEqualTo(instant(NOW + 60));
    }

    @Test
    void aLimitWithoutPermitsHasNoWaitEvenWhenItTips() {
        Denied denied = denied(new Verdict.RateLimited(3, NOW, Verdict.NEVER, 0, NOW + 60));
        assertThat(denied.retryAfter()).isNull();
        assertThat(denied.reset()).isNull();
        assertThat(denied.blockedUntil()).isEqualTo(instant(NOW + 60));
    }

    @Test
    void waitsCountFromTheRealNowThoughTheStateIsAhead() {
        assertThat(denied(new Verdict.Duplicate(2, NOW - 100, NOW + 7)).retryAfter())
                .isEqualTo(micros(107));
    }

    @Test
    void anAdmissionTellsWhatEachEnforcedLimitHasLeft() {
        Verdict verdict = new Verdict.AdmittedBuilder(4).remaining(3, 2).build();
        assertThat(decide(verdict))
                .isEqualTo(new Allowed(Passage.CHECKED, List.of(new Remaining(TAKE.applied(), 2)), List.of()));
    }

    @Test
    void exemptUpdatesAndAlbumPartsTellNothing() {
        Verdict verdict = new Verdict.AdmittedBuilder(2).shadowRefused(1).build();
        List<Step> steps = List.of(NotBlocked.ENFORCE, NotBlocked.SHADOW);
        assertThat(check(steps, Passage.EXEMPT).decision(verdict))
                .isEqualTo(new Allowed(Passage.EXEMPT, List.of(), List.of()));
        assertThat(check(steps, Passage.CHECKED).decision(Verdict.Admitted.albumPart(2, false)))
                .isEqualTo(new Allowed(Passage.ALBUM, List.of(), List.of()));
    }

    @Test
    void shadowDenialsStandInChainOrderLocalOnesAmongThem() {
        List<Step> steps = List.of(NotBlocked.ENFORCE, NotBlocked.SHADOW, SHADOW_DEBOUNCE, SHADOW_TAKE, TAKE);
        List<LocalReport> reports = List.of(
                report(0, "first"), report(2, "requires"), report(2, "second"), report(4, "third"), report(5, "last"));
        Verdict verdict = new Verdict.AdmittedBuilder(5)
                .shadowRefused(1)
                .shadowRefused(2)
                .shadowRefused(3)
                .remaining(4, 1)
                .build();
        Allowed allowed =
                (Allowed) check(steps, Passage.CHECKED).reporting(reports).decision(verdict);
        assertThat(allowed.shadow())
                .containsExactly(
                        new ShadowDenial(Reason.VETOED, "first"),
                        new ShadowDenial(Reason.BLOCKED, "escalation"),
                        new ShadowDenial(Reason.VETOED, "requires"),
                        new ShadowDenial(Reason.VETOED, "second"),
                        new ShadowDenial(Reason.DUPLICATE, "debounce"),
                        new ShadowDenial(Reason.RATE_LIMITED, "trial"),
                        new ShadowDenial(Reason.VETOED, "third"),
                        new ShadowDenial(Reason.VETOED, "last"));
        assertThat(allowed.remaining()).extracting(Remaining::permits).containsExactly(1L);
    }

    @Test
    void aShadowRuleThatWouldPassIsNotReported() {
        Verdict verdict = new Verdict.AdmittedBuilder(1).remaining(0, 2).build();
        assertThat(check(List.of(SHADOW_TAKE), Passage.CHECKED).decision(verdict))
                .isEqualTo(new Allowed(Passage.CHECKED, List.of(), List.of()));
    }

    @Test
    void whatIsDegradedSaysSo() {
        List<Verdict> verdicts = List.of(
                new Verdict.Blocked(0, NOW, NOW + 5, BlockSource.AUTOMATIC, true),
                new Verdict.Duplicate(2, NOW, NOW + 5, true),
                new Verdict.RateLimited(3, NOW, NOW + 5, 0, 0, true),
                new Verdict.AdmittedBuilder(4).degraded().build());
        for (Verdict verdict : verdicts) {
            Decision decision = decide(verdict);
            assertThat(decision.degraded()).isTrue();
            assertThat(decision.explain()).endsWith("; degraded");
        }
    }

    @Test
    void aLimitThatWasNotExaminedHasNothingToTell() {
        Verdict verdict = new Verdict.AdmittedBuilder(4).degraded().build();
        Allowed allowed = (Allowed) decide(verdict);
        assertThat(allowed.remaining()).isEmpty();
        assertThat(allowed.leastRemaining()).isEmpty();
    }

    @Test
    void whatIsExemptOrAnAlbumSaysThatItIsDegraded() {
        Verdict verdict = new Verdict.AdmittedBuilder(1).degraded().build();
        assertThat(check(List.of(NotBlocked.ENFORCE), Passage.EXEMPT).decision(verdict))
                .isEqualTo(new Allowed(Passage.EXEMPT, List.of(), List.of(), true));
        assertThat(check(List.of(NotBlocked.ENFORCE), Passage.CHECKED).decision(Verdict.Admitted.albumPart(1, true)))
                .isEqualTo(new Allowed(Passage.ALBUM, List.of(), List.of(), true));
    }

    /** No step refuses, so the guard's own denial stands; but what the storage refuses ranks above it. */
    @Test
    void aLocalDenialStandsUnlessAStepRefuses() {
        Denied local = Denied.of(Reason.FORBIDDEN, "requires");
        Check check = check(STEPS, Passage.CHECKED).orElse(local);
        assertThat(check.decision(RecordingStore.admitted(4))).isSameAs(local);
        assertThat(check.decision(new Verdict.AdmittedBuilder(4).degraded().build()))
                .as("it needed no storage")
                .isSameAs(local);
        for (Verdict.Refused refused : refusals()) {
            assertThat(check.decision(refused)).isEqualTo(denied(refused));
        }
    }

    /** Else a denial would depend on whether a principal happens to be cached. */
    @Test
    void aBlockCheckBelievesBlocksAlone() {
        Check check = check(STEPS, Passage.CHECKED).orElse(Check.NOT_BLOCKED);
        assertThat(check.decision(RecordingStore.admitted(4))).isSameAs(Check.NOT_BLOCKED);
        for (Verdict.Refused refused : refusals()) {
            assertThat(check.decision(refused))
                    .isEqualTo(refused instanceof Verdict.Blocked ? denied(refused) : Check.NOT_BLOCKED);
        }
    }

    private static List<Verdict.Refused> refusals() {
        return List.of(
                new Verdict.Blocked(0, NOW, NOW + 5, BlockSource.AUTOMATIC),
                new Verdict.Blocked(0, NOW, Verdict.NEVER, BlockSource.MANUAL),
                new Verdict.Duplicate(1, NOW, NOW + 5),
                new Verdict.Duplicate(2, NOW, NOW + 5),
                new Verdict.RateLimited(3, NOW, NOW + 5, 0, 0));
    }

    @Test
    void whatIsRefusedWithoutTheStorageAsksNothing() {
        Denied denied = Denied.of(Reason.BLOCKED, "blocklist");
        Check check = Check.refused(denied);
        assertThat(check.prepared).isNull();
        assertThat(check.steps()).isEmpty();
        assertThat(check.decision()).isSameAs(denied);
    }

    @Test
    void aCheckWithoutStepsAsksNothingAndPasses() {
        RecordingStore store = new RecordingStore();
        Check check = Check.of(new Plan(List.of(), false, false, null, false), store::prepare, Passage.CHECKED);
        assertThat(check.prepared).isNull();
        assertThat(store.prepared).isEmpty();
        assertThat(check.decision()).isEqualTo(new Allowed(Passage.CHECKED, List.of(), List.of()));
        List<LocalReport> reports = List.of(report(0, "mine"));
        assertThat(check.reporting(reports).decision())
                .isEqualTo(new Allowed(Passage.CHECKED, List.of(), List.of(new ShadowDenial(Reason.VETOED, "mine"))));
    }

    @Test
    void theFactsAreBroughtToThePlanThatWasPrepared() {
        RecordingStore store = new RecordingStore();
        Plan plan = new Plan(STEPS, true, true, null, false);
        Check check = Check.of(plan, store::prepare, Passage.CHECKED);
        Facts facts = Facts.of("42", "7");
        assertThat(prepared(check).evaluate(facts)).isEqualTo(RecordingStore.admitted(4));
        assertThat(prepared(check.orElse(Check.NOT_BLOCKED)).evaluate(facts)).isEqualTo(RecordingStore.admitted(4));
        assertThat(store.prepared).containsExactly(plan);
        assertThat(store.evaluated).containsExactly(plan, plan);
        assertThat(store.facts).allSatisfy(brought -> assertThat(brought).isSameAs(facts));
    }

    private static LocalReport report(int stepsBefore, String rule) {
        return new LocalReport(stepsBefore, new ShadowDenial(Reason.VETOED, rule));
    }

    private static Denied denied(Verdict verdict) {
        return (Denied) decide(verdict);
    }

    private static Decision decide(Verdict verdict) {
        return check(STEPS, Passage.CHECKED).decision(verdict);
    }

    private static Check check(List<Step> steps, Passage passage) {
        return Check.of(new Plan(steps, true, true, null, false), new RecordingStore()::prepare, passage);
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static PreparedPlan prepared(Check check) {
        return Objects.requireNonNull(check.prepared);
    }
}
