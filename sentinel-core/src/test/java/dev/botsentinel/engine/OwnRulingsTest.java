package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where own interceptors are asked, what they rank above, and what they know. */
class OwnRulingsTest extends RouteFixture {

    @ParameterizedTest
    @EnumSource(Stage.class)
    void ownStepsStandWhereTheirInterceptorDoes(Stage stage) {
        Step before = new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.USER, 1, 1, Mode.ENFORCE);
        Step after = new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.USER, 2, 1, Mode.ENFORCE);
        Placement own = Placement.NONE
                .addBefore(stage, call -> Ruling.steps(before))
                .addAfter(stage, call -> Ruling.steps(after));
        Check check = chain(EVERYTHING, own).check(pay(), REGISTERED);
        List<Step> steps = check.steps();
        assertThat(plan(check).onDenied()).isEqualTo(ESCALATION);
        int builtIn = switch (stage) {
            case BLOCKLIST -> 2;
            case ACCESS -> 0;
            case DEBOUNCE, LIMITS -> 2;
        };
        assertThat(steps.indexOf(after) - steps.indexOf(before)).isEqualTo(builtIn + 1);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void anOwnVetoKeepsWhatStandsAboveIt(Stage stage) {
        Placement own = Placement.NONE.addAfter(stage, call -> Ruling.veto("mine"));
        Check check = chain(EVERYTHING, own).check(pay(), REGISTERED);
        assertThat(passed(check)).isEqualTo(Denied.of(Reason.VETOED, "mine"));
        assertThat(plan(check).probe()).isTrue();
        assertThat(plan(check).onDenied()).isNull();
        int above = switch (stage) {
            case BLOCKLIST, ACCESS -> 2;
            case DEBOUNCE -> 4;
            case LIMITS -> 6;
        };
        assertThat(check.steps()).hasSize(above);
    }

    /** The block has been asked for, but of the steps between nobody has heard. */
    @Test
    void anOwnVetoBelowOtherStepsThanTheBlockIsPutToTheStorageAlsoAfterTheBlockWas() {
        Placement late = Placement.NONE.addAfter(Stage.LIMITS, call -> Ruling.veto("mine"));
        Route route = chain(EVERYTHING, late).route(pay());
        assertThat(kinds(route.check(pay().build(), REGISTERED, true)))
                .containsExactly("chat-not-blocked", "not-blocked", "UPDATE_ID", "FINGERPRINT", "/pay#0", "global#0");
        Placement early = Placement.NONE.addAfter(Stage.ACCESS, call -> Ruling.veto("mine"));
        Check stands = chain(EVERYTHING, early).route(pay()).check(pay().build(), REGISTERED, true);
        assertThat(stands.prepared).isNull();
        assertThat(stands.decision()).isEqualTo(Denied.of(Reason.VETOED, "mine"));
    }

    @Test
    void whatIsOnlyReportedIsNotAskedAboveARefusal() {
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.limits(RateLimit.perMinute(3).shadow(), RateLimit.perSecond(2))
                        .debounce(Debounce.window(MINUTE).shadow()))
                .escalation(ESCALATION.shadow())
                .build();
        Placement own = Placement.NONE.addAfter(Stage.LIMITS, call -> Ruling.veto("mine"));
        Check check = chain(policy, own).check(pay(), REGISTERED);
        assertThat(kinds(check)).containsExactly("chat-not-blocked", "not-blocked", "*#1");
    }

    @Test
    void aLaterPartOfAnAlbumKeepsAnOwnVeto() {
        Placement own = Placement.NONE.addAfter(Stage.LIMITS, call -> Ruling.veto("mine"));
        Check check = chain(EVERYTHING, own).album(pay(), REGISTERED);
        assertThat(check.decision(Verdict.Admitted.albumPart(check.steps().size(), false)))
                .isEqualTo(Denied.of(Reason.VETOED, "mine"));
        assertThat(plan(check).probe()).isTrue();
    }

    @Test
    void ownReportsStandAmongTheOthersWhereTheirInterceptorDoes() {
        Placement own = Placement.NONE
                .addBefore(Stage.BLOCKLIST, reporting("first"))
                .addAfter(Stage.DEBOUNCE, reporting("between"))
                .addAfter(Stage.LIMITS, reporting("last"));
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.limits(RateLimit.perMinute(3).shadow())
                        .debounce(Debounce.window(MINUTE).shadow()))
                .build();
        Check check = chain(policy, own).check(pay(), REGISTERED);
        Verdict all =
                new Verdict.AdmittedBuilder(4).shadowRefused(2).shadowRefused(3).build();
        assertThat(((Allowed) check.decision(all)).shadow())
                .extracting(ShadowDenial::rule)
                .containsExactly("first", "debounce", "between", "*#0", "last");
    }

    private static Interceptor reporting(String rule) {
        return call -> new Ruling.Report(new ShadowDenial(Reason.VETOED, rule));
    }

    @Test
    void ownInterceptorsAreAskedInTheOrderInWhichTheyWereAdded() {
        List<String> asked = new ArrayList<>();
        Placement own = Placement.NONE
                .addAfter(Stage.ACCESS, noting(asked, "after 1"))
                .addBefore(Stage.ACCESS, noting(asked, "before 1"))
                .addBefore(Stage.ACCESS, noting(asked, "before 2"))
                .addAfter(Stage.ACCESS, noting(asked, "after 2"));
        chain(EVERYTHING, own).check(pay(), REGISTERED);
        assertThat(asked).containsExactly("before 1", "before 2", "after 1", "after 2");
    }

    @Test
    void belowARefusalNobodyIsAsked() {
        List<String> asked = new ArrayList<>();
        Placement own = Placement.NONE
                .addAfter(Stage.BLOCKLIST, call -> Ruling.veto("mine"))
                .addAfter(Stage.BLOCKLIST, noting(asked, "same place"))
                .addBefore(Stage.ACCESS, noting(asked, "next place"))
                .addAfter(Stage.ACCESS, noting(asked, "access"))
                .addAfter(Stage.DEBOUNCE, noting(asked, "debounce"))
                .addAfter(Stage.LIMITS, noting(asked, "limits"));
        ChosenLimits chosen = choosing(asked, "premium");
        Compiled chain = chain(CHOOSABLE, own, chosen);
        assertThat(passed(chain.check(pay(), REGISTERED))).isEqualTo(Denied.of(Reason.VETOED, "mine"));
        assertThat(passed(chain.check(pay().subject("666"), REGISTERED)))
                .isEqualTo(Denied.of(Reason.BLOCKED, "blocklist"));
        assertThat(asked).isEmpty();
    }

    /** Else a decision would depend on whether a principal happens to be cached. */
    @Test
    void beforeTheBlocklistNobodyIsKnown() {
        List<Resolution> seen = new ArrayList<>();
        Interceptor looking = call -> {
            seen.add(call.resolution());
            return Ruling.PASS;
        };
        Placement own = Placement.NONE.addBefore(Stage.BLOCKLIST, looking).addAfter(Stage.BLOCKLIST, looking);
        Compiled chain = chain(EVERYTHING, own);
        chain.check(pay(), REGISTERED);
        chain.block(pay());
        assertThat(seen).containsExactly(Resolution.ANONYMOUS, REGISTERED, Resolution.ANONYMOUS);
    }

    @Test
    void whatStandsBeforeTheBlocklistRanksAboveIt() {
        Placement own = Placement.NONE.addBefore(Stage.BLOCKLIST, call -> Ruling.veto("mine"));
        Compiled chain = chain(EVERYTHING, own);
        for (Request.Builder request : List.of(pay(), pay().subject("666"))) {
            for (Check check : List.of(chain.check(request, REGISTERED), chain.block(request))) {
                assertThat(check.prepared).isNull();
                assertThat(check.decision()).isEqualTo(Denied.of(Reason.VETOED, "mine"));
            }
        }
    }

    @Test
    void stepsBeforeTheBlocklistAreProbedWithTheBlockAndCommittedWithTheRest() {
        Step toll = new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.USER, 1, 1, Mode.ENFORCE);
        Step trial = new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.USER, 1, 1, Mode.SHADOW);
        Compiled chain =
                chain(EVERYTHING, Placement.NONE.addBefore(Stage.BLOCKLIST, call -> Ruling.steps(toll, trial)));
        Check block = chain.block(pay());
        assertThat(block.steps()).containsExactly(toll, NotBlocked.CHAT, NotBlocked.ENFORCE);
        assertThat(plan(block).probe()).isTrue();
        assertThat(plan(block).onDenied()).isNull();
        assertThat(passed(block)).isSameAs(Check.NOT_BLOCKED);
        assertThat(block.decision(new Verdict.Duplicate(0, 1, 2)))
                .as("the whole plan says what that counts for")
                .isSameAs(Check.NOT_BLOCKED);
        Check whole = chain.check(pay(), REGISTERED);
        assertThat(whole.steps()).startsWith(toll, trial, NotBlocked.CHAT, NotBlocked.ENFORCE);
        assertThat(plan(whole).probe()).isFalse();

        Check listed = chain.block(pay().subject("666"));
        assertThat(listed.steps()).as("what ranks above the list").containsExactly(toll);
        assertThat(passed(listed)).isEqualTo(Denied.of(Reason.BLOCKED, "blocklist"));
        assertThat(((Denied) listed.decision(new Verdict.Duplicate(0, 1, 2))).reason())
                .isEqualTo(Reason.DUPLICATE);
    }

    @Test
    void whatStandsAfterTheBlocklistIsNotAskedBeforeTheResolver() {
        Placement own = Placement.NONE.addAfter(Stage.BLOCKLIST, call -> Ruling.veto("mine"));
        Check block = chain(EVERYTHING, own).block(pay());
        assertThat(passed(block)).isSameAs(Check.NOT_BLOCKED);
        assertThat(block.steps()).containsExactly(NotBlocked.CHAT, NotBlocked.ENFORCE);
    }

    @Test
    void anInterceptorThatAnswersNullDoesNotPass() {
        Compiled chain = chain(EVERYTHING, Placement.NONE.addAfter(Stage.LIMITS, call -> null));
        assertThatNullPointerException().isThrownBy(() -> chain.check(pay(), REGISTERED));
    }

    private static Interceptor noting(List<String> asked, String name) {
        return call -> {
            asked.add(name);
            return Ruling.PASS;
        };
    }

    @Test
    void ownInterceptorsHaveNoSayInWhatIsExempt() {
        Placement own = Placement.NONE
                .addBefore(Stage.BLOCKLIST, call -> Ruling.veto("mine"))
                .addAfter(Stage.LIMITS, call -> Ruling.veto("mine"));
        Check check = chain(EVERYTHING, own).exempt(pay().exemption(Exemption.UNLESS_BLOCKED));
        assertThat(passed(check)).isEqualTo(new Allowed(Passage.EXEMPT, List.of(), List.of()));
    }

    @Test
    void ownStepsBeforeDebounceAreAskedOfEachPartOfAnAlbum() {
        Step own = new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.USER, 1, 1, Mode.ENFORCE);
        Placement before = Placement.NONE.addBefore(Stage.DEBOUNCE, call -> Ruling.steps(own));
        assertThat(kinds(chain(EVERYTHING, before).album(pay(), REGISTERED)))
                .startsWith("chat-not-blocked", "not-blocked", "FINGERPRINT", "UPDATE_ID", "album", "FINGERPRINT");
        Placement after = Placement.NONE.addAfter(Stage.DEBOUNCE, call -> Ruling.steps(own));
        assertThat(kinds(chain(EVERYTHING, after).album(pay(), REGISTERED)))
                .startsWith("chat-not-blocked", "not-blocked", "UPDATE_ID", "album", "FINGERPRINT", "FINGERPRINT");
    }
}
