package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Money and the identity of a chat are never dropped. */
class ExemptionTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Decision EXEMPT = new Allowed(Passage.EXEMPT, List.of(), List.of());

    /** Refuses everything that is not exempt, enforced and in shadow. */
    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(
                            RateLimit.slidingWindow(0, HOUR),
                            RateLimit.slidingWindow(0, HOUR).shadow())
                    .debounce(Debounce.window(HOUR))
                    .requires(Requirement.REGISTERED))
            .updateReplay(new UpdateReplay(HOUR))
            .escalation(Escalation.of(1, HOUR, List.of(HOUR), HOUR).shadow())
            .blocked("666")
            .build();

    @EachWay
    void exemptUpdatesPassWhateverThePolicySaysAndReportNothing(Way way) {
        Bench bench = new Bench(way, POLICY, builder -> builder.before(Stage.BLOCKLIST, call -> Ruling.veto("mine")));
        bench.resolution = Resolution.veto();
        for (Exemption exemption : List.of(Exemption.ALWAYS, Exemption.UNLESS_BLOCKED)) {
            assertThat(bench.decide(bench.fresh("/a").exemption(exemption))).isEqualTo(EXEMPT);
        }
        assertThat(bench.resolverCalls).hasValue(0);
        assertThat(bench.events).isEmpty();
    }

    @EachWay
    void theBlockedPayAndMoveButOpenNoPayment(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.store.admin().block(new Subject(Bench.SUBJECT), null, "admin", "");
        for (String subject : List.of(Bench.SUBJECT, "666")) {
            assertThat(bench.decide(bench.fresh("/a").subject(subject).exemption(Exemption.ALWAYS)))
                    .isEqualTo(EXEMPT);
            assertThat(bench.decide(bench.fresh("/a").subject(subject).exemption(Exemption.UNLESS_BLOCKED)))
                    .isEqualTo(Denied.of(Reason.BLOCKED, "blocklist"));
        }
    }

    @EachWay
    void anExemptUpdateIdMetBeforeIsADuplicateAndOrdinaryOnesShareTheList(Way way) {
        PolicySet policy =
                PolicySet.builder().updateReplay(new UpdateReplay(HOUR)).build();
        Bench bench = new Bench(way, policy);
        assertThat(bench.decide(bench.fresh("/a").updateId(7).exemption(Exemption.ALWAYS)))
                .isEqualTo(EXEMPT);
        for (Exemption exemption : Exemption.values()) {
            Denied denied = bench.denied(bench.fresh("/a").updateId(7).exemption(exemption));
            assertThat(denied.reason()).isEqualTo(Reason.DUPLICATE);
            assertThat(denied.rule()).isEqualTo("update-id");
            assertThat(denied.scope()).isNull();
        }
        assertThat(bench.decide(bench.fresh("/a").subject("43").updateId(7)).isAllowed())
                .as("each subject has a list of its own")
                .isTrue();
    }

    @EachWay
    void withoutASubjectTheUpdateIdIsRememberedOfTheChat(Way way) {
        Bench bench = new Bench(way, POLICY);
        Request nobody = Request.builder("/a")
                .chat(Bench.CHAT)
                .updateId(7)
                .exemption(Exemption.ALWAYS)
                .build();
        assertThat(bench.decide(nobody)).isEqualTo(EXEMPT);
        assertThat(bench.decide(nobody))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.rule()).isEqualTo("update-id"));
        assertThat(bench.decide(nobody.toBuilder().chat("-200").build())).isEqualTo(EXEMPT);
    }

    @EachWay
    void whatWasPaidPassesAFailedStorageAndAnOpenQuestionDoesNot(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.store.answer(plan -> CompletableFuture.failedFuture(new StoreException("down")));
        assertThat(bench.decide(bench.fresh("/a").exemption(Exemption.ALWAYS))).isEqualTo(EXEMPT);
        assertThat(bench.decide(bench.fresh("/a").exemption(Exemption.UNLESS_BLOCKED)))
                .isEqualTo(Denied.of(Reason.UNAVAILABLE, "storage"));
        assertThat(bench.events(SecurityEvent.StoreFailed.class)).hasSize(2);
    }

    @EachWay
    void anExemptUpdateIsNoPartOfAnAlbum(Way way) {
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.limits(RateLimit.slidingWindow(1, HOUR)))
                .build();
        Bench bench = new Bench(way, policy);
        assertThat(bench.decide(bench.fresh("/a").album("a").exemption(Exemption.ALWAYS)))
                .isEqualTo(EXEMPT);
        Allowed first = bench.allowed(bench.fresh("/a").album("a"));
        assertThat(first.passage()).isEqualTo(Passage.CHECKED);
    }
}
