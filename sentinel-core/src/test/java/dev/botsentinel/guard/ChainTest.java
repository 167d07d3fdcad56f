package dev.botsentinel.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.policy.Debounce;
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
import dev.botsentinel.store.FingerprintKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChainTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final FingerprintKey KEY = FingerprintKey.ofHex("000102030405060708090a0b0c0d0e0f");
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

    private static Request.Builder pay() {
        return Request.builder("/pay").subject("42").chat("7").updateId(1).content(Content.text("/pay 5"));
    }

    @Test
    void theStagesPutTheirStepsInOrderOfRank() {
        Examination examination = chain(EVERYTHING).examine(pay().build(), REGISTERED);
        assertThat(examination.refusal()).isNull();
        assertThat(kinds(examination)).containsExactly("not-blocked", "UPDATE_ID", "FINGERPRINT", "/pay#0", "global#0");
        assertThat(examination.plan().onDenied()).isEqualTo(ESCALATION);
        assertThat(examination.plan().probe()).isFalse();
    }

    @Test
    void aRefusalLeavesTheStepsThatRankAboveItToAProbe() {
        Examination examination = chain(EVERYTHING).examine(pay().build(), Resolution.ANONYMOUS);
        assertThat(examination.refusal()).isEqualTo(new Ruling.Refusal(Reason.UNREGISTERED, "requires"));
        assertThat(examination.steps()).containsExactly(NotBlocked.ENFORCE);
        assertThat(examination.asksForBlockAlone()).isTrue();
        assertThat(examination.probe().probe()).isTrue();
        assertThat(examination.probe().onDenied()).as("a probe writes nothing").isNull();
    }

    @Test
    void whomThePolicyBlocksIsRefusedBeforeAnythingIsAsked() {
        Examination examination = chain(EVERYTHING).examine(pay().subject("666").build(), REGISTERED);
        assertThat(examination.refusal()).isEqualTo(new Ruling.Refusal(Reason.BLOCKED, "blocklist"));
        assertThat(examination.steps()).isEmpty();
    }

    @Test
    void anUpdateOfNobodyIsAskedForNoBlockAndNoUpdateIdAndCountsForNothing() {
        Request nobody = Request.builder("/pay")
                .chat("7")
                .updateId(1)
                .content(Content.text("x"))
                .build();
        Examination examination = chain(EVERYTHING).examine(nobody, REGISTERED);
        assertThat(kinds(examination)).containsExactly("FINGERPRINT", "/pay#0", "global#0");
        assertThat(examination.steps()).extracting(Step::scope).containsExactly(Scope.CHAT, Scope.CHAT, Scope.GLOBAL);
        assertThat(examination.escalation()).isNull();
    }

    @Test
    void aChatThatSpeaksForItselfIsNoOffender() {
        assertThat(chain(EVERYTHING)
                        .examine(pay().impersonal(true).build(), REGISTERED)
                        .plan()
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
        Examination examination =
                chain(policy).examine(request.chat(chat ? "7" : null).build(), REGISTERED);
        List<Step> steps = examination.steps();
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
        assertThat(kinds(chain(policy).examine(pay().build(), REGISTERED))).containsExactly("not-blocked", "money");
    }

    @Test
    void whateverHasNoContentIsNoDuplicate() {
        Examination examination = chain(EVERYTHING).examine(pay().content(null).build(), REGISTERED);
        assertThat(kinds(examination)).doesNotContain("FINGERPRINT");
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

    private static long fingerprint(PolicySet policy, String action, String chat, Content content) {
        Request request = Request.builder(action)
                .subject("42")
                .chat(chat)
                .content(content)
                .build();
        List<Step> steps = chain(policy).examine(request, REGISTERED).steps();
        return ((FirstSeen) steps.get(steps.size() - 1)).value();
    }

    @Test
    void anExemptUpdateIsAskedForItsUpdateIdAlone() {
        Request paid = pay().subject("666").exemption(Exemption.ALWAYS).build();
        Examination examination = chain(EVERYTHING).examineExempt(paid);
        assertThat(examination.refusal()).isNull();
        assertThat(kinds(examination)).containsExactly("UPDATE_ID");
    }

    @Test
    void anExemptUpdateOfABlockedSubjectIsRefusedIfItsExemptionSaysSo() {
        Compiled chain = chain(EVERYTHING);
        Request.Builder checkout = pay().exemption(Exemption.UNLESS_BLOCKED);
        assertThat(kinds(chain.examineExempt(checkout.build()))).containsExactly("not-blocked", "UPDATE_ID");
        assertThat(chain.examineExempt(checkout.subject("666").build()).refusal())
                .isEqualTo(new Ruling.Refusal(Reason.BLOCKED, "blocklist"));
    }

    @Test
    void aShadowEscalationHasItsBlocksReportedAndCountsTheSame() {
        PolicySet policy = PolicySet.builder().escalation(ESCALATION.shadow()).build();
        Examination examination = chain(policy).examine(pay().build(), REGISTERED);
        assertThat(examination.steps()).containsExactly(NotBlocked.ENFORCE, NotBlocked.SHADOW);
        assertThat(examination.plan().onDenied()).isEqualTo(ESCALATION.shadow());
        assertThat(examination.enforced().steps()).containsExactly(NotBlocked.ENFORCE);
    }

    @Test
    void aShadowRequirementReportsWhatIsLackingWhereItStands() {
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.limits(RateLimit.perMinute(3)).requires(Requirement.REGISTERED.shadow()))
                .build();
        Examination examination = chain(policy).examine(pay().build(), Resolution.ANONYMOUS);
        assertThat(examination.refusal()).isNull();
        assertThat(examination.reports())
                .containsExactly(new Examination.LocalReport(1, new ShadowDenial(Reason.UNREGISTERED, "requires")));
    }

    @Test
    void whoCouldNotBeResolvedIsRefusedOnlyWhereSomethingIsRequired() {
        Resolution unresolved = new Resolution.Unresolved();
        Compiled chain = chain(EVERYTHING);
        assertThat(chain.examine(pay().build(), unresolved).refusal())
                .isEqualTo(new Ruling.Refusal(Reason.UNRESOLVED, "requires"));
        Request start = Request.builder("/start").subject("42").build();
        assertThat(chain.examine(start, unresolved).refusal()).isNull();
        assertThat(chain.examine(start, Resolution.veto()).refusal())
                .as("a veto holds whatever is asked")
                .isEqualTo(new Ruling.Refusal(Reason.VETOED, "requires"));
    }

    @Test
    void aLaterPartOfAnAlbumIsAskedForItsBlockAndUpdateIdAndKeepsItsRefusal() {
        Compiled chain = chain(EVERYTHING);
        Examination passed = chain.examine(pay().build(), REGISTERED).asAlbumPart();
        assertThat(kinds(passed)).containsExactly("not-blocked", "UPDATE_ID");
        assertThat(passed.escalation()).isNull();
        assertThat(chain.examine(pay().build(), Resolution.ANONYMOUS)
                        .asAlbumPart()
                        .refusal())
                .isEqualTo(new Ruling.Refusal(Reason.UNREGISTERED, "requires"));
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void ownStepsStandWhereTheirInterceptorDoes(Stage stage) {
        Step before = new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.USER, 1, 1, Mode.ENFORCE);
        Step after = new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.USER, 2, 1, Mode.ENFORCE);
        Placement own = Placement.NONE
                .addBefore(stage, call -> Ruling.steps(before))
                .addAfter(stage, call -> Ruling.steps(after));
        List<Step> steps =
                chain(EVERYTHING, own).examine(pay().build(), REGISTERED).steps();
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
        Examination examination = chain(EVERYTHING, own).examine(pay().build(), REGISTERED);
        assertThat(examination.refusal()).isEqualTo(new Ruling.Refusal(Reason.VETOED, "mine"));
        int above = switch (stage) {
            case BLOCKLIST, ACCESS -> 1;
            case DEBOUNCE -> 3;
            case LIMITS -> 5;
        };
        assertThat(examination.steps()).hasSize(above);
    }

    @Test
    void ownInterceptorsAreAskedInTheOrderInWhichTheyWereAdded() {
        List<String> asked = new ArrayList<>();
        Placement own = Placement.NONE
                .addAfter(Stage.ACCESS, noting(asked, "after 1"))
                .addBefore(Stage.ACCESS, noting(asked, "before 1"))
                .addBefore(Stage.ACCESS, noting(asked, "before 2"))
                .addAfter(Stage.ACCESS, noting(asked, "after 2"));
        chain(EVERYTHING, own).examine(pay().build(), REGISTERED);
        assertThat(asked).containsExactly("before 1", "before 2", "after 1", "after 2");
    }

    /** Else a decision would depend on whether a principal happens to be cached. */
    @Test
    void beforeTheBlocklistNobodyIsKnown() {
        List<Resolution> seen = new ArrayList<>();
        Interceptor looking = call -> {
            seen.add(call.resolution());
            return Ruling.PASS;
        };
        Compiled chain = chain(EVERYTHING, Placement.NONE.addBefore(Stage.BLOCKLIST, looking));
        chain.examine(pay().build(), REGISTERED);
        chain.examineBlock(pay().build());
        assertThat(seen).containsExactly(Resolution.ANONYMOUS, Resolution.ANONYMOUS);
    }

    @Test
    void whatStandsBeforeTheBlocklistRanksAboveIt() {
        Placement own = Placement.NONE.addBefore(Stage.BLOCKLIST, call -> Ruling.veto("mine"));
        Compiled chain = chain(EVERYTHING, own);
        Request blocked = pay().subject("666").build();
        assertThat(chain.examine(blocked, REGISTERED).refusal()).isEqualTo(Ruling.veto("mine"));
        assertThat(chain.examineBlock(blocked).refusal()).isEqualTo(Ruling.veto("mine"));
    }

    @Test
    void whatStandsAfterTheBlocklistIsNotAskedBeforeTheResolver() {
        Placement own = Placement.NONE.addAfter(Stage.BLOCKLIST, call -> Ruling.veto("mine"));
        Examination block = chain(EVERYTHING, own).examineBlock(pay().build());
        assertThat(block.refusal()).isNull();
        assertThat(block.steps()).containsExactly(NotBlocked.ENFORCE);
    }

    @Test
    void anInterceptorThatAnswersNullDoesNotPass() {
        Compiled chain = chain(EVERYTHING, Placement.NONE.addAfter(Stage.LIMITS, call -> null));
        assertThatNullPointerException().isThrownBy(() -> chain.examine(pay().build(), REGISTERED));
    }

    private static Interceptor noting(List<String> asked, String name) {
        return call -> {
            asked.add(name);
            return Ruling.PASS;
        };
    }

    private static List<String> kinds(Examination examination) {
        return examination.steps().stream()
                .map(step -> step instanceof FirstSeen seen
                        ? seen.kind().name()
                        : step instanceof TakePermits take ? take.applied().id() : "not-blocked")
                .toList();
    }

    /** A chain that finds the rules for each request itself. */
    private record Compiled(Chain chain) {

        Examination examine(Request request, Resolution resolution) {
            return chain.rules(request.action()).examine(request, resolution);
        }

        Examination examineBlock(Request request) {
            return chain.rules(request.action()).examineBlock(request);
        }

        Examination examineExempt(Request request) {
            return chain.rules(request.action()).examineExempt(request);
        }
    }

    private static Compiled chain(PolicySet policy) {
        return chain(policy, Placement.NONE);
    }

    private static Compiled chain(PolicySet policy, Placement own) {
        return new Compiled(Chain.compile(policy, own, ChosenLimits.NONE, KEY, () -> NOW));
    }
}
