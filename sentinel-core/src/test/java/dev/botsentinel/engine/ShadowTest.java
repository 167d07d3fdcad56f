package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.request.Content;
import java.time.Duration;
import java.util.List;

/** A shadow rule is counted and reported, in chain order, and never decides. */
class ShadowTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Content AGAIN = Content.text("again");

    /** One shadow rule of each kind; {@code /trip} counts towards the shadow escalation. */
    private static final PolicySet POLICY = PolicySet.builder()
            .action(
                    "/a",
                    Policy.limits(
                                    RateLimit.slidingWindow(1, HOUR).shadow(),
                                    RateLimit.slidingWindow(100, HOUR),
                                    RateLimit.tokenBucket(1, HOUR).shadow().named("trial"))
                            .debounce(Debounce.window(HOUR).shadow())
                            .requires(Requirement.REGISTERED.shadow()))
            .action("/trip", Policy.limits(RateLimit.slidingWindow(0, HOUR)))
            .escalation(Escalation.of(1, HOUR, List.of(HOUR), HOUR).shadow())
            .build();

    @EachWay
    void everyKindIsReportedInChainOrder(Way way) {
        Bench bench = new Bench(
                way,
                POLICY,
                builder -> builder.before(Stage.BLOCKLIST, call -> report("before"))
                        .after(Stage.DEBOUNCE, call -> report("between"))
                        .after(Stage.LIMITS, call -> report("after")));
        bench.resolution = Resolution.of(Principal.ANONYMOUS);
        assertThat(bench.allowed(bench.fresh("/a").content(AGAIN)).shadow())
                .containsExactly(
                        new ShadowDenial(Reason.VETOED, "before"),
                        new ShadowDenial(Reason.UNREGISTERED, "requires"),
                        new ShadowDenial(Reason.VETOED, "between"),
                        new ShadowDenial(Reason.VETOED, "after"));
        bench.denied(bench.fresh("/trip"));
        assertThat(bench.allowed(bench.fresh("/a").content(AGAIN)).shadow())
                .containsExactly(
                        new ShadowDenial(Reason.VETOED, "before"),
                        new ShadowDenial(Reason.BLOCKED, "escalation"),
                        new ShadowDenial(Reason.UNREGISTERED, "requires"),
                        new ShadowDenial(Reason.DUPLICATE, "debounce"),
                        new ShadowDenial(Reason.VETOED, "between"),
                        new ShadowDenial(Reason.RATE_LIMITED, "/a#0"),
                        new ShadowDenial(Reason.RATE_LIMITED, "trial"),
                        new ShadowDenial(Reason.VETOED, "after"));
    }

    @EachWay
    void aShadowEscalationBlocksNobodyAndTellsOfNoBlock(Way way) {
        Bench bench = new Bench(way, POLICY);
        assertThat(bench.denied(bench.fresh("/trip")).blockedUntil()).isNull();
        assertThat(bench.denied(bench.fresh("/trip")).reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(bench.events(SecurityEvent.Blocked.class)).isEmpty();
        bench.time.advance(HOUR);
        assertThat(bench.allowed(bench.fresh("/a")).shadow())
                .as("the shadow block has ended")
                .doesNotContain(new ShadowDenial(Reason.BLOCKED, "escalation"));
    }

    @EachWay
    void aShadowRuleThatWouldRefuseSpendsNothingAndTheOthersDo(Way way) {
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.limits(
                        RateLimit.slidingWindow(1, HOUR).shadow(),
                        RateLimit.slidingWindow(2, HOUR).shadow()))
                .build();
        Bench bench = new Bench(way, policy);
        assertThat(bench.allowed(bench.fresh("/a")).shadow()).isEmpty();
        assertThat(bench.allowed(bench.fresh("/a")).shadow())
                .containsExactly(new ShadowDenial(Reason.RATE_LIMITED, "*#0"));
        assertThat(bench.allowed(bench.fresh("/a")).shadow())
                .containsExactly(
                        new ShadowDenial(Reason.RATE_LIMITED, "*#0"), new ShadowDenial(Reason.RATE_LIMITED, "*#1"));
    }

    @EachWay
    void aDeniedUpdateReportsNoShadowRuleAndCountsForNone(Way way) {
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.limits(
                        RateLimit.slidingWindow(1, HOUR).shadow().named("trial"),
                        RateLimit.slidingWindow(1, Duration.ofMinutes(1))))
                .build();
        Bench bench = new Bench(way, policy);
        bench.allowed(bench.fresh("/a"));
        bench.denied(bench.fresh("/a"));
        bench.time.advance(HOUR);
        assertThat(bench.allowed(bench.fresh("/a")).shadow()).isEmpty();
    }

    @EachWay
    void whoCannotBeResolvedIsReportedAsUnresolved(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = null;
        assertThat(bench.allowed(bench.fresh("/a")).shadow())
                .containsExactly(new ShadowDenial(Reason.UNRESOLVED, "requires"));
        assertThat(bench.events(SecurityEvent.ResolverFailed.class)).hasSize(1);
    }

    @EachWay
    void aVetoHoldsThoughTheRequirementIsAShadow(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = Resolution.veto();
        assertThat(bench.denied(bench.fresh("/a")).reason()).isEqualTo(Reason.VETOED);
    }

    private static Ruling report(String rule) {
        return new Ruling.Report(new ShadowDenial(Reason.VETOED, rule));
    }
}
