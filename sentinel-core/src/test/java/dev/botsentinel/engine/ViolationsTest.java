package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;

/** Which denials count towards a block: those of requests that a person sent just now. */
class ViolationsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant A_MINUTE_AGO = Bench.START.minus(1, ChronoUnit.MINUTES);

    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.slidingWindow(1, HOUR)))
            .action("/always", Policy.EMPTY.escalates(true))
            .action("/never", Policy.EMPTY.escalates(false))
            .escalation(Escalation.of(1, HOUR, List.of(HOUR), HOUR))
            .build();

    private static boolean leadsToABlock(Way way, String action, UnaryOperator<Request.Builder> how) {
        Bench bench = new Bench(way, POLICY);
        bench.allowed(how.apply(bench.fresh(action)));
        assertThat(bench.denied(how.apply(bench.fresh(action))).reason()).isEqualTo(Reason.RATE_LIMITED);
        return bench.decide(bench.fresh("/other")) instanceof Denied denied && denied.reason() == Reason.BLOCKED;
    }

    @EachWay
    void aRequestCounts(Way way) {
        assertThat(leadsToABlock(way, "/a", request -> request)).isTrue();
        assertThat(leadsToABlock(way, "/a", request -> request.sentAt(Bench.START)))
                .isTrue();
    }

    @EachWay
    void whatAPersonDoesNotSendAsARequestDoesNot(Way way) {
        assertThat(leadsToABlock(way, "/a", request -> request.deliberate(false)))
                .isFalse();
    }

    @EachWay
    void thePolicyCanSayOtherwise(Way way) {
        assertThat(leadsToABlock(way, "/always", request -> request.deliberate(false)))
                .isTrue();
        assertThat(leadsToABlock(way, "/never", request -> request)).isFalse();
    }

    @EachWay
    void aBacklogDoesNotWhateverThePolicySays(Way way) {
        assertThat(leadsToABlock(way, "/a", request -> request.sentAt(A_MINUTE_AGO)))
                .isTrue();
        Instant before = A_MINUTE_AGO.minus(1, ChronoUnit.MICROS);
        assertThat(leadsToABlock(way, "/a", request -> request.sentAt(before))).isFalse();
        assertThat(leadsToABlock(way, "/always", request -> request.sentAt(before)))
                .isFalse();
    }

    @EachWay
    void whatNoPersonAnswersForDoesNotWhateverThePolicySays(Way way) {
        assertThat(leadsToABlock(way, "/a", request -> request.impersonal(true)))
                .isFalse();
        assertThat(leadsToABlock(way, "/always", request -> request.impersonal(true)))
                .isFalse();
    }
}
