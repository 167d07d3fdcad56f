package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.EventDispatcher;
import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked about which request, in which order, and what is decided without asking. */
class RouteTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Escalation ESCALATION = Escalation.of(5, MINUTE, List.of(MINUTE), MINUTE);
    private static final Resolution REGISTERED = Resolution.of(Principal.REGISTERED);

    /** Everything at once: registration, update ids, debounce, an own and a global limit, escalation. */
    private static final PolicySet EVERYTHING = PolicySet.builder()
            .action(
                    "/pay",
                    Policy.limits(RateLimit.perMinute(3))
                            .debounce(Debounce.window(MINUTE))
                            .requires(Requirement.REGISTERED))
            .global(RateLimit.perSecond(100).scope(Scope.GLOBAL))
            .updateReplay(new UpdateReplay(MINUTE))
            .escalation(ESCALATION)
            .blocked("666")
            .build();

    private final RecordingStore store = new RecordingStore();

    private static Request.Builder pay() {
        return Request.builder("/pay").subject("42").chat("7").updateId(1).content(Content.text("/pay 5"));
    }

    @Test
    void theStagesPutTheirStepsInOrderOfRank() {
        Check check = chain(EVERYTHING).check(pay(), REGISTERED);
        assertThat(passed(check).isAllowed()).isTrue();
        assertThat(kinds(check)).containsExactly("not-blocked", "UPDATE_ID", "FINGERPRINT", "/pay#0", "global#0");
        assertThat(plan(check).onDenied()).isEqualTo(ESCALATION);
        assertThat(plan(check).probe()).isFalse();
    }

    @Test
    void aRefusalLeavesTheStepsThatRankAboveItToAProbe() {
        Check check = chain(EVERYTHING).check(pay(), Resolution.ANONYMOUS);
        assertThat(passed(check)).isEqualTo(Denied.of(Reason.UNREGISTERED, "requires"));
        assertThat(check.steps()).containsExactly(NotBlocked.ENFORCE);
        assertThat(plan(check).probe()).isTrue();
        assertThat(plan(check).onDenied()).as("a probe writes nothing").isNull();
    }

    @Test
    void aRefusalThatOnlyTheBlockOutranksStandsOnceTheBlockWasAskedFor() {
        Check check = chain(EVERYTHING).route(pay()).check(pay().build(), Resolution.ANONYMOUS, Passage.CHECKED, true);
        assertThat(check.asksStorage()).isFalse();
        assertThat(check.decision()).isEqualTo(Denied.of(Reason.UNREGISTERED, "requires"));
    }

    @Test
    void theBlockIsAskedForByItself() {
        Check check = chain(EVERYTHING).block(pay());
        assertThat(check.steps()).containsExactly(NotBlocked.ENFORCE);
        assertThat(plan(check).probe()).isTrue();
        assertThat(plan(check).onDenied()).isNull();
        assertThat(passed(check)).isSameAs(Check.NOT_BLOCKED);
        Check nobody = chain(EVERYTHING).block(Request.builder("/pay").chat("7"));
        assertThat(nobody.asksStorage()).isFalse();
        assertThat(nobody.decision()).isSameAs(Check.NOT_BLOCKED);
    }

    @Test
    void whomThePolicyBlocksIsRefusedBeforeAnythingIsAsked() {
        Compiled chain = chain(EVERYTHING);
        Request.Builder blocked = pay().subject("666");
        for (Check check :
                List.of(chain.check(blocked, REGISTERED), chain.block(blocked), chain.album(blocked, REGISTERED))) {
            assertThat(check.asksStorage()).isFalse();
            assertThat(check.decision()).isEqualTo(Denied.of(Reason.BLOCKED, "blocklist"));
        }
    }

    @Test
    void whomThePolicyBlocksIsRefusedWhetherItsIdCameAsANumberOrAsText() {
        assertThat(chain(EVERYTHING).check(pay().subject(666), REGISTERED).decision())
                .isEqualTo(Denied.of(Reason.BLOCKED, "blocklist"));
        assertThat(chain(EVERYTHING).check(pay().subject("0666"), REGISTERED).asksStorage())
                .isTrue();
    }

    @Test
    void anUpdateOfNobodyIsAskedForNoBlockAndNoUpdateIdAndCountsForNothing() {
        Request.Builder nobody = Request.builder("/pay").chat("7").updateId(1).content(Content.text("x"));
        Check check = chain(EVERYTHING).check(nobody, REGISTERED);
        assertThat(kinds(check)).containsExactly("FINGERPRINT", "/pay#0", "global#0");
        assertThat(check.steps()).extracting(Step::scope).containsExactly(Scope.CHAT, Scope.CHAT, Scope.GLOBAL);
        assertThat(plan(check).onDenied()).isNull();
    }

    @Test
    void aChatThatSpeaksForItselfIsNoOffender() {
        assertThat(plan(chain(EVERYTHING).check(pay().impersonal(true), REGISTERED))
                        .onDenied())
                .isNull();
    }

    @ParameterizedTest(name = "subject {0}, chat {1}: {2}")
    @CsvSource({"true,true,MEMBER", "true,false,USER", "false,true,CHAT", "false,false,GLOBAL"})
    void limitsAndDebounceFallBackToTheIdsThatAreThere(boolean subject, boolean chat, Scope inEffect) {
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.limits(RateLimit.perMinute(3).scope(Scope.MEMBER))
                        .debounce(Debounce.window(MINUTE)))
                .build();
        Request.Builder request = Request.builder("/a").content(Content.text("x"));
        if (subject) {
            request.subject("42");
        }
        List<Step> steps =
                chain(policy).check(request.chat(chat ? "7" : null), REGISTERED).steps();
        Step fingerprint = steps.get(steps.size() - 2);
        assertThat(steps.get(steps.size() - 1).scope()).isEqualTo(inEffect);
        assertThat(fingerprint.scope()).isEqualTo(inEffect == Scope.MEMBER ? Scope.USER : inEffect);
    }

    @Test
    void aNamedLimitMetTwiceIsChargedOnce() {
        RateLimit money = RateLimit.perMinute(3).named("money");
        PolicySet policy = PolicySet.builder()
                .action("/pay", Policy.limits(money, money))
                .global(money)
                .build();
        assertThat(kinds(chain(policy).check(pay(), REGISTERED))).containsExactly("not-blocked", "money");
    }

    @Test
    void whateverHasNoContentIsNoDuplicate() {
        Check check = chain(EVERYTHING).check(pay().content(null), REGISTERED);
        assertThat(kinds(check)).doesNotContain("FINGERPRINT");
    }

    @Test
    void theFingerprintCoversActionChatAndContent() {
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.EMPTY.debounce(Debounce.window(MINUTE)))
                .build();
        List<Long> values = new ArrayList<>();
        for (String action : List.of("/a", "/b")) {
            for (String chat : List.of("7", "8")) {
                for (Content content : List.of(
                        Content.text("x"), Content.text("y"), Content.of("photo", "x"), Content.of("text", "x", ""))) {
                    values.add(fingerprint(policy, action, chat, content));
                }
            }
        }
        assertThat(values).doesNotHaveDuplicates();
        assertThat(fingerprint(policy, "/a", "7", Content.text("x"))).isEqualTo(values.get(0));
    }

    private long fingerprint(PolicySet policy, String action, String chat, Content content) {
        Request request = Request.builder(action)
                .subject("42")
                .chat(chat)
                .content(content)
                .build();
        return chain(policy).routes.find(request).fingerprint(request);
    }

    @Test
    void anExemptUpdateIsAskedForItsUpdateIdAlone() {
        Check check = chain(EVERYTHING).exempt(pay().subject("666").exemption(Exemption.ALWAYS));
        assertThat(passed(check)).isEqualTo(new Allowed(Passage.EXEMPT, List.of(), List.of()));
        assertThat(kinds(check)).containsExactly("UPDATE_ID");
        assertThat(plan(check).probe()).as("a redelivery is recognised").isFalse();
        assertThat(plan(check).onDenied()).isNull();
    }

    @Test
    void anExemptUpdateOfABlockedSubjectIsRefusedIfItsExemptionSaysSo() {
        Compiled chain = chain(EVERYTHING);
        Request.Builder checkout = pay().exemption(Exemption.UNLESS_BLOCKED);
        assertThat(kinds(chain.exempt(checkout))).containsExactly("not-blocked", "UPDATE_ID");
        assertThat(passed(chain.exempt(checkout))).isEqualTo(new Allowed(Passage.EXEMPT, List.of(), List.of()));
        Check refused = chain.exempt(checkout.subject("666"));
        assertThat(refused.asksStorage()).isFalse();
        assertThat(refused.decision()).isEqualTo(Denied.of(Reason.BLOCKED, "blocklist"));
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
    void aShadowEscalationHasItsBlocksReportedAndCountsTheSame() {
        PolicySet policy = PolicySet.builder().escalation(ESCALATION.shadow()).build();
        Compiled chain = chain(policy);
        Check check = chain.check(pay(), REGISTERED);
        assertThat(check.steps()).containsExactly(NotBlocked.ENFORCE, NotBlocked.SHADOW);
        assertThat(plan(check).onDenied()).isEqualTo(ESCALATION.shadow());
        Verdict shadowBlock = new Verdict.AdmittedBuilder(2).shadowRefused(1).build();
        assertThat(((Allowed) check.decision(shadowBlock)).shadow())
                .containsExactly(new ShadowDenial(Reason.BLOCKED, "escalation"));
        assertThat(List.of(
                        chain.block(pay()),
                        chain.album(pay(), REGISTERED),
                        chain.exempt(pay().exemption(Exemption.UNLESS_BLOCKED))))
                .as("what only asks for what refuses")
                .allMatch(asked -> asked.steps().equals(List.of(NotBlocked.ENFORCE)));
    }

    @Test
    void aShadowRequirementReportsWhatIsLackingWhereItStands() {
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.limits(RateLimit.perMinute(3).shadow())
                        .debounce(Debounce.window(MINUTE).shadow())
                        .requires(Requirement.REGISTERED.shadow()))
                .escalation(ESCALATION.shadow())
                .build();
        Placement passing = Placement.NONE.addAfter(Stage.LIMITS, call -> Ruling.PASS);
        for (Compiled chain : List.of(chain(policy), chain(policy, passing))) {
            Check check = chain.check(pay(), Resolution.ANONYMOUS);
            Verdict all = new Verdict.AdmittedBuilder(4)
                    .shadowRefused(1)
                    .shadowRefused(2)
                    .shadowRefused(3)
                    .build();
            assertThat(((Allowed) check.decision(all)).shadow())
                    .extracting(ShadowDenial::reason)
                    .containsExactly(Reason.BLOCKED, Reason.UNREGISTERED, Reason.DUPLICATE, Reason.RATE_LIMITED);
            assertThat(((Allowed) passed(check)).shadow())
                    .containsExactly(new ShadowDenial(Reason.UNREGISTERED, "requires"));
            assertThat(((Allowed) passed(chain.check(pay(), REGISTERED))).shadow())
                    .isEmpty();
            assertThat(passed(chain.album(pay(), Resolution.ANONYMOUS)))
                    .as("a part of an album reports nothing")
                    .isEqualTo(new Allowed(Passage.ALBUM, List.of(), List.of()));
        }
    }

    @Test
    void whoCouldNotBeResolvedIsRefusedOnlyWhereSomethingIsRequired() {
        Resolution unresolved = new Resolution.Unresolved();
        Compiled chain = chain(EVERYTHING);
        assertThat(passed(chain.check(pay(), unresolved))).isEqualTo(Denied.of(Reason.UNRESOLVED, "requires"));
        Request.Builder start = Request.builder("/start").subject("42");
        assertThat(passed(chain.check(start, unresolved)).isAllowed()).isTrue();
        assertThat(passed(chain.check(start, Resolution.veto())))
                .as("a veto holds whatever is asked")
                .isEqualTo(Denied.of(Reason.VETOED, "requires"));
    }

    @Test
    void aVetoIsNoRequirementAndRefusesWhereThoseAreInShadow() {
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.EMPTY.requires(Requirement.REGISTERED.shadow()))
                .build();
        Compiled chain = chain(policy);
        assertThat(passed(chain.check(pay(), Resolution.veto()))).isEqualTo(Denied.of(Reason.VETOED, "requires"));
        assertThat(((Allowed) passed(chain.check(pay(), new Resolution.Unresolved()))).shadow())
                .containsExactly(new ShadowDenial(Reason.UNRESOLVED, "requires"));
    }

    @Test
    void aLaterPartOfAnAlbumIsAskedForItsBlockAndUpdateIdAndKeepsItsRefusal() {
        Placement passing = Placement.NONE.addAfter(Stage.LIMITS, call -> Ruling.PASS);
        for (Compiled chain : List.of(chain(EVERYTHING), chain(EVERYTHING, passing))) {
            Check check = chain.album(pay(), REGISTERED);
            assertThat(passed(check)).isEqualTo(new Allowed(Passage.ALBUM, List.of(), List.of()));
            assertThat(kinds(check)).containsExactly("not-blocked", "UPDATE_ID");
            assertThat(plan(check).onDenied()).isNull();
            assertThat(plan(check).probe()).as("its update id is remembered").isFalse();
            Check refused = chain.album(pay(), Resolution.ANONYMOUS);
            assertThat(passed(refused)).isEqualTo(Denied.of(Reason.UNREGISTERED, "requires"));
            assertThat(refused.steps()).containsExactly(NotBlocked.ENFORCE);
            assertThat(plan(refused).probe()).isTrue();
        }
    }

    @Test
    void ofOwnStepsALaterPartOfAnAlbumIsAskedForUpdateIdsAlone() {
        Step debounce = new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.USER, 1, 1, Mode.ENFORCE);
        Step updateId = new FirstSeen(FirstSeen.Kind.UPDATE_ID, Scope.USER, 2, 1, Mode.ENFORCE);
        Placement own = Placement.NONE.addAfter(Stage.LIMITS, call -> Ruling.steps(debounce, updateId));
        Check check = chain(EVERYTHING, own).album(pay(), REGISTERED);
        assertThat(kinds(check)).containsExactly("not-blocked", "UPDATE_ID", "UPDATE_ID");
        assertThat(check.steps()).last().isSameAs(updateId);
        assertThat(passed(check)).isEqualTo(new Allowed(Passage.ALBUM, List.of(), List.of()));
    }

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
            case BLOCKLIST -> 1;
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
            case BLOCKLIST, ACCESS -> 1;
            case DEBOUNCE -> 3;
            case LIMITS -> 5;
        };
        assertThat(check.steps()).hasSize(above);
    }

    /** The block has been asked for, but of the steps between nobody has heard. */
    @Test
    void anOwnVetoBelowOtherStepsThanTheBlockIsPutToTheStorageAlsoAfterTheBlockWas() {
        Placement late = Placement.NONE.addAfter(Stage.LIMITS, call -> Ruling.veto("mine"));
        Route route = chain(EVERYTHING, late).route(pay());
        assertThat(kinds(route.check(pay().build(), REGISTERED, Passage.CHECKED, true)))
                .containsExactly("not-blocked", "UPDATE_ID", "FINGERPRINT", "/pay#0", "global#0");
        Placement early = Placement.NONE.addAfter(Stage.ACCESS, call -> Ruling.veto("mine"));
        Check stands = chain(EVERYTHING, early).route(pay()).check(pay().build(), REGISTERED, Passage.CHECKED, true);
        assertThat(stands.asksStorage()).isFalse();
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
        assertThat(kinds(check)).containsExactly("not-blocked", "*#1");
    }

    @Test
    void aLaterPartOfAnAlbumKeepsAnOwnVeto() {
        Placement own = Placement.NONE.addAfter(Stage.LIMITS, call -> Ruling.veto("mine"));
        Check check = chain(EVERYTHING, own).album(pay(), REGISTERED);
        assertThat(passed(check)).isEqualTo(Denied.of(Reason.VETOED, "mine"));
        assertThat(kinds(check)).containsExactly("not-blocked", "UPDATE_ID");
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
                new Verdict.AdmittedBuilder(3).shadowRefused(1).shadowRefused(2).build();
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
                assertThat(check.asksStorage()).isFalse();
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
        assertThat(block.steps()).containsExactly(toll, NotBlocked.ENFORCE);
        assertThat(plan(block).probe()).isTrue();
        assertThat(plan(block).onDenied()).isNull();
        assertThat(passed(block)).isSameAs(Check.NOT_BLOCKED);
        assertThat(block.decision(new Verdict.Duplicate(0, 1, 2)))
                .as("the whole plan says what that counts for")
                .isSameAs(Check.NOT_BLOCKED);
        Check whole = chain.check(pay(), REGISTERED);
        assertThat(whole.steps()).startsWith(toll, trial, NotBlocked.ENFORCE);
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
        assertThat(block.steps()).containsExactly(NotBlocked.ENFORCE);
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

    // Limits by principal

    private static final PolicySet CHOOSABLE = PolicySet.builder()
            .policy("premium", Policy.limits(RateLimit.perMinute(100).named("paid")))
            .policy("staff", Policy.noLimits())
            .defaults(Policy.limits(RateLimit.perMinute(3)))
            .blocked("666")
            .build();

    private static ChosenLimits choosing(List<String> asked, String name) {
        return new ChosenLimits(
                (request, principal) -> {
                    asked.add(principal.equals(Principal.ANONYMOUS) ? "nobody" : "somebody");
                    return name;
                },
                List.of("premium", "staff"));
    }

    @ParameterizedTest
    @CsvSource({", *#0", "premium, paid", "staff,"})
    void theChosenLimitsStandInPlaceOfTheEntrysOwn(String choice, String limit) {
        Placement passing = Placement.NONE.addAfter(Stage.LIMITS, call -> Ruling.PASS);
        for (Placement own : List.of(Placement.NONE, passing)) {
            Compiled chain = chain(CHOOSABLE, own, choosing(new ArrayList<>(), choice));
            assertThat(kinds(chain.check(pay(), REGISTERED)))
                    .isEqualTo(limit == null ? List.of("not-blocked") : List.of("not-blocked", limit));
            assertThat(kinds(chain.album(pay(), REGISTERED))).containsExactly("not-blocked");
        }
    }

    @Test
    void whoeverChoosesSeesThePrincipalAnonymousIfNobodyCouldTell() {
        List<String> asked = new ArrayList<>();
        Compiled chain = chain(CHOOSABLE, Placement.NONE, choosing(asked, "premium"));
        chain.check(pay(), REGISTERED);
        chain.check(pay(), new Resolution.Unresolved());
        assertThat(asked).containsExactly("somebody", "nobody");
    }

    @Test
    void aChoiceThatWasNotDeclaredDoesNotPass() {
        Compiled chain = chain(CHOOSABLE, Placement.NONE, choosing(new ArrayList<>(), "premiun"));
        assertThatIllegalStateException()
                .isThrownBy(() -> chain.check(pay(), REGISTERED))
                .withMessageContaining("premium");
    }

    /** Metrics must know all limits that a decision can name; interceptors see what the policy says of the action. */
    @Test
    void listenersKnowAllLimitsThatCanBeChosenAndInterceptorsTheEntrysOwn() {
        List<EffectivePolicy> seen = new ArrayList<>();
        Interceptor looking = call -> {
            seen.add(call.policy());
            return Ruling.PASS;
        };
        Placement own =
                Placement.NONE.addBefore(Stage.BLOCKLIST, looking).addAfter(Stage.LIMITS, looking);
        Compiled chain = chain(CHOOSABLE, own, choosing(new ArrayList<>(), "premium"));
        chain.check(pay(), REGISTERED);
        assertThat(chain.route(pay()).policy().limits())
                .extracting(AppliedLimit::id)
                .containsExactly("*#0", "paid");
        assertThat(seen).hasSize(2).allSatisfy(policy -> assertThat(policy).isSameAs(CHOOSABLE.effective("/pay")));
    }

    // Preparing

    @Test
    void whatIsAskedOfOneKindOfRequestIsPreparedOnce() {
        Compiled chain = chain(EVERYTHING);
        Check check = chain.check(pay(), REGISTERED);
        Request.Builder other =
                pay().subject(43).chat(8).updateId(2).text("/pay 6").album("a");
        assertThat(chain.check(other, REGISTERED)).isSameAs(check);
        assertThat(store.prepared).hasSize(1);
        assertThat(chain.check(pay().content(null), REGISTERED)).isNotSameAs(check);
        assertThat(chain.check(pay().chat((String) null), REGISTERED)).isNotSameAs(check);
        assertThat(store.prepared).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void nothingIsPreparedBeforeItIsNeeded() {
        Compiled chain = chain(EVERYTHING);
        assertThat(store.prepared).isEmpty();
        chain.check(pay().subject("666"), REGISTERED);
        assertThat(store.prepared).isEmpty();
    }

    @Test
    void ownStepsThatAreTheSameForManyUpdatesArePreparedOnce() {
        Placement own = Placement.NONE.addAfter(
                Stage.LIMITS,
                call -> Ruling.steps(new FirstSeen(
                        FirstSeen.Kind.FINGERPRINT, Scope.USER, call.request().updateId(), 1, Mode.ENFORCE)));
        Compiled chain = chain(EVERYTHING, own);
        chain.check(pay(), REGISTERED);
        chain.check(pay().subject("43"), REGISTERED);
        assertThat(store.prepared).hasSize(1);
        Check other = chain.check(pay().updateId(2), REGISTERED);
        assertThat(store.prepared).hasSize(2);
        assertThat(plan(other).steps()).isEqualTo(store.prepared.get(1).steps());
    }

    @Test
    void interceptorsThatAddNoStepsHaveNothingPreparedAnew() {
        Placement own = Placement.NONE.addAfter(Stage.ACCESS, call -> Ruling.steps());
        Compiled chain = chain(EVERYTHING, own);
        assertThat(chain.check(pay(), REGISTERED)).isSameAs(chain.check(pay(), REGISTERED));
        assertThat(store.prepared).hasSize(1);
    }

    @Test
    void theListenersOfAnEntryArePreparedOnce() {
        List<String> entries = new ArrayList<>();
        DecisionListener listener = new DecisionListener() {
            @Override
            public void decided(Request request, EffectivePolicy policy, Decision decision, long nanos) {}

            @Override
            public DecisionListener prepare(EffectivePolicy policy) {
                entries.add(policy.entry());
                return this;
            }
        };
        Routes routes = new Routes(
                EVERYTHING,
                Placement.NONE,
                ChosenLimits.NONE,
                store,
                new EventDispatcher(List.of(), List.of(listener)),
                () -> NOW);
        assertThat(entries).as("not before the first decision").isEmpty();
        for (String action : List.of("/pay", "/a", "/b", "/pay")) {
            Route route = routes.find(Request.builder(action).build());
            assertThat(route.listeners()).containsExactly(listener);
        }
        assertThat(entries).containsExactly("/pay", "*");
    }

    private static List<String> kinds(Check check) {
        return check.steps().stream()
                .map(step -> step instanceof FirstSeen seen
                        ? seen.kind().name()
                        : step instanceof TakePermits take ? take.applied().id() : "not-blocked")
                .toList();
    }

    /** What the check decides if no step refuses. */
    private static Decision passed(Check check) {
        return check.decision(RecordingStore.admitted(check.steps().size()));
    }

    /** What the storage is asked. */
    private Plan plan(Check check) {
        check.evaluate(Facts.of("42", "7"));
        return store.evaluated.get(store.evaluated.size() - 1);
    }

    /** A chain that finds the route for each request itself. */
    private record Compiled(Routes routes) {

        Route route(Request.Builder request) {
            return routes.find(request.build());
        }

        Check check(Request.Builder request, Resolution who) {
            return route(request).check(request.build(), who, Passage.CHECKED, false);
        }

        Check album(Request.Builder request, Resolution who) {
            return route(request).check(request.build(), who, Passage.ALBUM, false);
        }

        Check block(Request.Builder request) {
            return route(request).block(request.build());
        }

        Check exempt(Request.Builder request) {
            return route(request).exempt(request.build());
        }
    }

    private Compiled chain(PolicySet policy) {
        return chain(policy, Placement.NONE);
    }

    private Compiled chain(PolicySet policy, Placement own) {
        return chain(policy, own, ChosenLimits.NONE);
    }

    private Compiled chain(PolicySet policy, Placement own, ChosenLimits chosen) {
        EventDispatcher events = new EventDispatcher(List.of(), List.of());
        return new Compiled(new Routes(policy, own, chosen, store, events, () -> NOW));
    }
}
