package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void theyAreUnregisteredAndNobodyIsAskedAboutThem(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = Resolution.of(Principal.registered("admin"));
        for (Request.Builder request : List.of(chatItself(bench, "/admin"), nobody(bench, "/admin"))) {
            assertThat(bench.decide(request)).isEqualTo(Denied.of(Reason.UNREGISTERED, "requires"));
        }
        assertThat(bench.resolverCalls).hasValue(0);
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
    void anUpdateOfNobodyHasNoUpdateId(Way way) {
        Bench bench = new Bench(way, POLICY);
        assertThat(bench.decide(nobody(bench, "/free").updateId(-1)).isAllowed())
                .isTrue();
        assertThat(bench.decide(nobody(bench, "/free").updateId(-1)).isAllowed())
                .isTrue();
        assertThat(bench.store.plans()).isEmpty();
    }

    @ParameterizedTest(name = "declared {0}, subject {1}, chat {2}: {3}")
    @CsvSource({
        "MEMBER, true,  true,  MEMBER",
        "MEMBER, true,  false, USER",
        "MEMBER, false, true,  CHAT",
        "MEMBER, false, false, GLOBAL",
        "USER,   false, true,  CHAT",
        "USER,   false, false, GLOBAL",
        "CHAT,   true,  false, USER",
        "CHAT,   false, false, GLOBAL",
        "GLOBAL, true,  true,  GLOBAL",
    })
    void aLimitFallsBackAndTheDecisionSaysToWhat(Scope declared, boolean subject, boolean chat, Scope inEffect) {
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.limits(RateLimit.slidingWindow(1, HOUR).scope(declared))
                        .debounce(Debounce.window(HOUR)))
                .build();
        Way.all().forEach(way -> {
            Bench bench = new Bench(way, policy);
            Request.Builder[] requests = {bench.fresh("/a"), bench.fresh("/b"), bench.fresh("/a")};
            for (Request.Builder request : requests) {
                request.subject(subject ? new Subject(Bench.SUBJECT) : null).chat(chat ? Bench.CHAT : null);
            }
            assertThat(bench.allowed(requests[0].content(Content.text("x"))).remaining())
                    .singleElement()
                    .satisfies(left -> assertThat(left.applied().scope()).isEqualTo(inEffect));
            Denied limited = bench.denied(requests[1]);
            assertThat(limited.scope()).isEqualTo(inEffect);
            assertThat(limited.limit().scope()).isEqualTo(declared);
            Denied repeat = bench.denied(requests[2].content(Content.text("x")));
            assertThat(repeat.reason()).isEqualTo(Reason.DUPLICATE);
            assertThat(repeat.scope()).isEqualTo(subject ? Scope.USER : chat ? Scope.CHAT : Scope.GLOBAL);
        });
    }
}
