package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Duration;
import java.util.List;

/** Updates of nobody, and of chats that speak for themselves. */
class NobodyTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final PolicySet POLICY = PolicySet.builder()
            .action("/admin", Policy.EMPTY.requires(Requirement.REGISTERED))
            .action("/never", Policy.limits(RateLimit.slidingWindow(0, HOUR)))
            .escalation(Escalation.of(1, HOUR, List.of(HOUR), HOUR))
            .updateReplay(new UpdateReplay(HOUR))
            .build();

    private static Request.Builder chatItself(Bench bench, String action) {
        return bench.fresh(action).subject(Bench.CHAT).impersonal(true);
    }

    private static Request.Builder nobody(Bench bench, String action) {
        return bench.fresh(action).subject((Subject) null);
    }

    @EachWay
    void nobodyIsUnregisteredAndTheResolverIsNotAsked(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = Resolution.of(Principal.registered("admin"));
        assertThat(bench.decide(nobody(bench, "/admin"))).isEqualTo(Denied.of(Reason.UNREGISTERED, "requires"));
        assertThat(bench.resolverCalls).hasValue(0);
    }

    @EachWay
    void aChatThatSpeaksForItselfHasTheRolesOfItsId(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = Resolution.of(Principal.REGISTERED);
        assertThat(bench.decide(chatItself(bench, "/admin")).isAllowed()).isTrue();
        assertThat(bench.resolverCalls).hasValue(1);
        Bench unknown = new Bench(way, POLICY);
        unknown.resolution = Resolution.of(Principal.ANONYMOUS);
        assertThat(unknown.decide(chatItself(unknown, "/admin"))).isEqualTo(Denied.of(Reason.UNREGISTERED, "requires"));
    }

    @EachWay
    void theirDenialsMakeNobodyAnOffender(Way way) {
        Bench bench = new Bench(way, POLICY);
        for (int i = 0; i < 3; i++) {
            assertThat(bench.denied(chatItself(bench, "/never")).blockedUntil()).isNull();
            assertThat(bench.denied(nobody(bench, "/never")).blockedUntil()).isNull();
        }
        assertThat(bench.decide(chatItself(bench, "/free")).isAllowed()).isTrue();
        assertThat(bench.denied(bench.fresh("/never")).blockedUntil())
                .as("a person's denial does")
                .isEqualTo(Bench.START.plus(HOUR));
    }

    @EachWay
    void aChatThatSpeaksForItselfCanBeBlockedAndRepeatsItself(Way way) {
        Bench bench = new Bench(way, POLICY);
        assertThat(bench.decide(chatItself(bench, "/free").updateId(-1)).isAllowed())
                .isTrue();
        assertThat(bench.denied(chatItself(bench, "/free").updateId(-1)).rule()).isEqualTo("update-id");
        bench.store.admin().block(new Subject(Bench.CHAT), null, "admin", "");
        assertThat(bench.denied(chatItself(bench, "/free")).reason()).isEqualTo(Reason.BLOCKED);
    }

    @EachWay
    void aBlockByHandOfAChatHoldsForEverythingThere(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.store.admin().block(new Subject(Bench.CHAT), HOUR, "admin", "");
        for (Request.Builder update : List.of(
                bench.fresh("/free"),
                nobody(bench, "/free"),
                bench.fresh("/free").exemption(Exemption.UNLESS_BLOCKED))) {
            Denied denied = bench.denied(update);
            assertThat(denied.reason()).isEqualTo(Reason.BLOCKED);
            assertThat(denied.rule()).isEqualTo("blocklist");
            assertThat(denied.retryAfter()).isEqualTo(HOUR);
        }
        assertThat(bench.decide(bench.fresh("/free").exemption(Exemption.ALWAYS))
                        .isAllowed())
                .isTrue();
        assertThat(bench.decide(bench.fresh("/free").chat("-200")).isAllowed())
                .as("elsewhere")
                .isTrue();
        bench.store.admin().unblock(new Subject(Bench.CHAT));
        assertThat(bench.decide(bench.fresh("/free")).isAllowed()).isTrue();
    }

    @EachWay
    void anUpdateIdOfNobodyIsRememberedOfTheChat(Way way) {
        Bench bench = new Bench(way, POLICY);
        assertThat(bench.decide(nobody(bench, "/free").updateId(-1)).isAllowed())
                .isTrue();
        assertThat(bench.denied(nobody(bench, "/free").updateId(-1)).rule()).isEqualTo("update-id");
        assertThat(bench.decide(nobody(bench, "/free").chat("-200").updateId(-1))
                        .isAllowed())
                .as("of another chat")
                .isTrue();
    }
}
