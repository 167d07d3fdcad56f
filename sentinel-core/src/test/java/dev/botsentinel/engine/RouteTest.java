package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked about which request, in which order, and what is decided without asking. */
class RouteTest extends RouteFixture {

    @Test
    void theStagesPutTheirStepsInOrderOfRank() {
        Check check = chain(EVERYTHING).check(pay(), REGISTERED);
        assertThat(passed(check).isAllowed()).isTrue();
        assertThat(kinds(check))
                .containsExactly("chat-not-blocked", "not-blocked", "UPDATE_ID", "FINGERPRINT", "/pay#0", "global#0");
        assertThat(plan(check).onDenied()).isEqualTo(ESCALATION);
        assertThat(plan(check).probe()).isFalse();
    }

    @Test
    void aRefusalLeavesTheStepsThatRankAboveItToAProbe() {
        Check check = chain(EVERYTHING).check(pay(), Resolution.ANONYMOUS);
        assertThat(passed(check)).isEqualTo(Denied.of(Reason.UNREGISTERED, "requires"));
        assertThat(check.steps()).containsExactly(NotBlocked.CHAT, NotBlocked.ENFORCE);
        assertThat(plan(check).probe()).isTrue();
        assertThat(plan(check).onDenied()).as("a probe writes nothing").isNull();
    }

    @Test
    void aRefusalThatOnlyTheBlockOutranksStandsOnceTheBlockWasAskedFor() {
        Check check = chain(EVERYTHING).route(pay()).check(pay().build(), Resolution.ANONYMOUS, true);
        assertThat(check.prepared).isNull();
        assertThat(check.decision()).isEqualTo(Denied.of(Reason.UNREGISTERED, "requires"));
    }

    @Test
    void theBlockIsAskedForByItself() {
        Check check = chain(EVERYTHING).block(pay());
        assertThat(check.steps()).containsExactly(NotBlocked.CHAT, NotBlocked.ENFORCE);
        assertThat(plan(check).probe()).isTrue();
        assertThat(plan(check).onDenied()).isNull();
        assertThat(passed(check)).isSameAs(Check.NOT_BLOCKED);
        Check nobody = chain(EVERYTHING).block(Request.builder("/pay").chat("7"));
        assertThat(nobody.steps()).containsExactly(NotBlocked.CHAT);
        Check nowhere = chain(EVERYTHING).block(Request.builder("/pay"));
        assertThat(nowhere.prepared).isNull();
        assertThat(nowhere.decision()).isSameAs(Check.NOT_BLOCKED);
    }

    @Test
    void whomThePolicyBlocksIsRefusedBeforeAnythingIsAsked() {
        Compiled chain = chain(EVERYTHING);
        Request.Builder blocked = pay().subject("666");
        for (Check check :
                List.of(chain.check(blocked, REGISTERED), chain.block(blocked), chain.album(blocked, REGISTERED))) {
            assertThat(check.prepared).isNull();
            assertThat(check.decision()).isEqualTo(Denied.of(Reason.BLOCKED, "blocklist"));
        }
    }

    @Test
    void whomThePolicyBlocksIsRefusedWhetherItsIdCameAsANumberOrAsText() {
        assertThat(chain(EVERYTHING).check(pay().subject(666), REGISTERED).decision())
                .isEqualTo(Denied.of(Reason.BLOCKED, "blocklist"));
        assertThat(chain(EVERYTHING).check(pay().subject("0666"), REGISTERED).prepared)
                .isNotNull();
    }

    @Test
    void anUpdateOfNobodyIsAskedForItsChatsBlockAndCountsForNothing() {
        Request.Builder nobody = Request.builder("/pay").chat("7").updateId(1).content(Content.text("x"));
        Check check = chain(EVERYTHING).check(nobody, REGISTERED);
        assertThat(kinds(check)).containsExactly("chat-not-blocked", "UPDATE_ID", "FINGERPRINT", "/pay#0", "global#0");
        assertThat(check.steps())
                .extracting(Step::scope)
                .containsExactly(Scope.CHAT, Scope.CHAT, Scope.CHAT, Scope.CHAT, Scope.GLOBAL);
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

    @ParameterizedTest(name = "subject {0}, chat {1}, topic {2}, space {3}: {4}, {5}, {6}")
    @CsvSource({
        "42, 7, 3, 9, TOPIC, SPACE, SPACE_MEMBER",
        "42, 7,  , 9, CHAT, SPACE, SPACE_MEMBER",
        "42, 7, 3,  , TOPIC, CHAT, USER",
        "42,  , 3, 9, USER, SPACE, SPACE_MEMBER",
        "  , 7, 3, 9, TOPIC, SPACE, CHAT",
        "  ,  , 3, 9, GLOBAL, SPACE, GLOBAL",
        "  ,  ,  ,  , GLOBAL, GLOBAL, GLOBAL"
    })
    void topicsAndSpacesFallBackToo(
            String subject, String chat, String topic, String space, Scope first, Scope second, Scope third) {
        PolicySet policy = PolicySet.builder()
                .action("/topic", Policy.limits(RateLimit.perMinute(3).scope(Scope.TOPIC)))
                .action("/space", Policy.limits(RateLimit.perMinute(3).scope(Scope.SPACE)))
                .action("/member", Policy.limits(RateLimit.perMinute(3).scope(Scope.SPACE_MEMBER)))
                .build();
        Compiled chain = chain(policy);
        assertThat(Stream.of("/topic", "/space", "/member").map(action -> {
                    Request.Builder request = Request.builder(action)
                            .subject(subject == null ? null : new Subject(subject))
                            .chat(chat)
                            .topic(topic)
                            .space(space);
                    List<Step> steps = chain.check(request, REGISTERED).steps();
                    return steps.get(steps.size() - 1).scope();
                }))
                .containsExactly(first, second, third);
    }

    /** Else a topic would have each plan prepared twice, for nothing. */
    @Test
    void whereNoLimitIsPerTopicOrSpaceTheyMakeNoDifference() {
        Compiled chain = chain(EVERYTHING);
        Check check = chain.check(pay(), REGISTERED);
        assertThat(chain.check(pay().topic("3").space("9"), REGISTERED)).isSameAs(check);
        Compiled perTopic = chain(PolicySet.builder()
                .defaults(Policy.limits(RateLimit.perMinute(3).scope(Scope.TOPIC)))
                .build());
        assertThat(perTopic.check(pay().topic("3"), REGISTERED)).isNotSameAs(perTopic.check(pay(), REGISTERED));
        assertThat(perTopic.check(pay().space("9"), REGISTERED)).isSameAs(perTopic.check(pay(), REGISTERED));
    }

    @Test
    void aNamedLimitMetTwiceIsChargedOnce() {
        RateLimit money = RateLimit.perMinute(3).named("money");
        PolicySet policy = PolicySet.builder()
                .action("/pay", Policy.limits(money, money))
                .global(money)
                .build();
        assertThat(kinds(chain(policy).check(pay(), REGISTERED)))
                .containsExactly("chat-not-blocked", "not-blocked", "money");
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
        return chain(policy)
                .routes()
                .find(request)
                .facts(request, null, new Random())
                .fingerprint();
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
        assertThat(kinds(chain.exempt(checkout))).containsExactly("chat-not-blocked", "not-blocked", "UPDATE_ID");
        assertThat(passed(chain.exempt(checkout))).isEqualTo(new Allowed(Passage.EXEMPT, List.of(), List.of()));
        Check refused = chain.exempt(checkout.subject("666"));
        assertThat(refused.prepared).isNull();
        assertThat(refused.decision()).isEqualTo(Denied.of(Reason.BLOCKED, "blocklist"));
    }

    @Test
    void aShadowEscalationHasItsBlocksReportedAndCountsTheSame() {
        PolicySet policy = PolicySet.builder().escalation(ESCALATION.shadow()).build();
        Compiled chain = chain(policy);
        Check check = chain.check(pay(), REGISTERED);
        assertThat(check.steps()).containsExactly(NotBlocked.CHAT, NotBlocked.ENFORCE, NotBlocked.SHADOW);
        assertThat(plan(check).onDenied()).isEqualTo(ESCALATION.shadow());
        Verdict shadowBlock = new Verdict.AdmittedBuilder(3).shadowRefused(2).build();
        assertThat(((Allowed) check.decision(shadowBlock)).shadow())
                .containsExactly(new ShadowDenial(Reason.BLOCKED, "escalation"));
        assertThat(List.of(chain.block(pay()), chain.exempt(pay().exemption(Exemption.UNLESS_BLOCKED))))
                .as("what only asks for what refuses")
                .allMatch(asked -> asked.steps().equals(List.of(NotBlocked.CHAT, NotBlocked.ENFORCE)));
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
            Verdict all = new Verdict.AdmittedBuilder(5)
                    .shadowRefused(2)
                    .shadowRefused(3)
                    .shadowRefused(4)
                    .build();
            assertThat(((Allowed) check.decision(all)).shadow())
                    .extracting(ShadowDenial::reason)
                    .containsExactly(Reason.BLOCKED, Reason.UNREGISTERED, Reason.DUPLICATE, Reason.RATE_LIMITED);
            assertThat(((Allowed) passed(check)).shadow())
                    .containsExactly(new ShadowDenial(Reason.UNREGISTERED, "requires"));
            assertThat(((Allowed) passed(chain.check(pay(), REGISTERED))).shadow())
                    .isEmpty();
            Check part = chain.album(pay(), Resolution.ANONYMOUS);
            assertThat(part.decision(Verdict.Admitted.albumPart(part.steps().size(), false)))
                    .as("a later part of an album reports nothing")
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
    void anAlbumIsAskedForAfterTheUpdateIdAndAccessBeforeIt() {
        Placement passing = Placement.NONE.addAfter(Stage.LIMITS, call -> Ruling.PASS);
        for (Compiled chain : List.of(chain(EVERYTHING), chain(EVERYTHING, passing))) {
            Check check = chain.album(pay(), REGISTERED);
            assertThat(kinds(check))
                    .containsExactly(
                            "chat-not-blocked",
                            "not-blocked",
                            "UPDATE_ID",
                            "album",
                            "FINGERPRINT",
                            "/pay#0",
                            "global#0");
            Check refused = chain.album(pay(), Resolution.ANONYMOUS);
            assertThat(passed(refused)).isEqualTo(Denied.of(Reason.UNREGISTERED, "requires"));
            assertThat(refused.steps()).containsExactly(NotBlocked.CHAT, NotBlocked.ENFORCE);
            assertThat(plan(refused).probe()).isTrue();
        }
    }

    @Test
    void aLaterPartOfARefusedAlbumGetsTheSameRefusal() {
        Check check = chain(EVERYTHING).album(pay(), REGISTERED);
        Verdict.RateLimited limited = new Verdict.RateLimited(5, 7, 9, 1, 0);
        Denied first = (Denied) check.decision(limited);
        Denied later = (Denied) check.decision(new Verdict.AlbumPart(limited));
        assertThat(first.isAlbumPart()).isFalse();
        assertThat(later.isAlbumPart()).isTrue();
        assertThat(later).isEqualTo(first.asAlbumPart()).isNotEqualTo(first);
        assertThat(later.explain()).isEqualTo(first.explain() + ", as the first part of its album");
    }
}
