package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.Remaining;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.policy.Debounce;
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

/** A denied update leaves no trace: neither a permit, nor a fingerprint, nor an update id. */
class DecideThenCommitTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(
                            RateLimit.slidingWindow(10, HOUR),
                            RateLimit.tokenBucket(10, Duration.ofDays(1000)).scope(Scope.CHAT))
                    .debounce(Debounce.window(HOUR))
                    .requires(Requirement.REGISTERED))
            .action("/tight", Policy.limits(RateLimit.slidingWindow(1, HOUR)))
            .global(RateLimit.fixedWindow(100, HOUR).scope(Scope.GLOBAL).named("all"))
            .updateReplay(new UpdateReplay(HOUR))
            .build();

    @EachWay
    void aDuplicateSpendsNothingAndExtendsNothing(Way way) {
        Bench bench = new Bench(way, POLICY);
        Content content = Content.text("twice");
        bench.allowed(bench.fresh("/a").content(content));
        bench.time.advance(Duration.ofMinutes(30));
        Denied duplicate = bench.denied(bench.fresh("/a").content(content));
        assertThat(duplicate.rule()).isEqualTo("debounce");
        assertThat(duplicate.retryAfter()).isEqualTo(Duration.ofMinutes(30));
        assertThat(left(bench, bench.fresh("/a"))).containsExactly(8L, 8L, 98L);

        bench.time.advance(Duration.ofMinutes(30));
        assertThat(bench.decide(bench.fresh("/a").content(content)).isAllowed()).isTrue();
    }

    @EachWay
    void aRateLimitedUpdateSpendsNoneOfItsOtherLimitsAndIsNotRemembered(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.allowed(bench.fresh("/tight"));
        Request denied = bench.fresh("/tight").build();
        for (int i = 0; i < 5; i++) {
            assertThat(bench.decide(denied)).isInstanceOf(Denied.class);
        }
        assertThat(left(bench, bench.fresh("/a"))).containsExactly(9L, 9L, 98L);

        bench.time.advance(HOUR);
        assertThat(bench.decide(denied).isAllowed())
                .as("neither its update id nor its content is remembered")
                .isTrue();
    }

    @EachWay
    void aLocalRefusalSpendsNothingAndIsNotRemembered(Way way) {
        Bench bench = new Bench(way, POLICY);
        Request request = bench.fresh("/a").build();
        bench.resolution = Resolution.of(Principal.ANONYMOUS);
        assertThat(((Denied) bench.decide(request)).reason()).isEqualTo(Reason.UNREGISTERED);
        assertThat(((Denied) bench.decide(request)).reason()).isEqualTo(Reason.UNREGISTERED);

        bench.resolution = Resolution.of(Principal.REGISTERED);
        bench.sentinel.forget(Bench.SUBJECT);
        assertThat(left(bench, request)).containsExactly(9L, 9L, 99L);
    }

    @EachWay
    void aVetoAfterTheLastStageSpendsNothing(Way way) {
        boolean[] vetoes = {true};
        Bench bench = new Bench(
                way,
                POLICY,
                builder -> builder.after(Stage.LIMITS, call -> vetoes[0] ? Ruling.veto("mine") : Ruling.PASS));
        Request request = bench.fresh("/a").build();
        assertThat(bench.decide(request)).isEqualTo(Denied.of(Reason.VETOED, "mine"));
        vetoes[0] = false;
        assertThat(left(bench, request)).containsExactly(9L, 9L, 99L);
    }

    @EachWay
    void aBlockedUpdateSpendsNothingAndIsNotRemembered(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.store.admin().block(new Subject(Bench.SUBJECT), Duration.ofMinutes(1), "admin", "");
        Request request = bench.fresh("/a").build();
        assertThat(((Denied) bench.decide(request)).reason()).isEqualTo(Reason.BLOCKED);
        bench.time.advance(Duration.ofMinutes(1));
        assertThat(left(bench, request)).containsExactly(9L, 9L, 99L);
    }

    @EachWay
    void aRetryExactlyAfterTheWaitPassesAndAMicrosecondEarlierFails(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.allowed(bench.fresh("/tight"));
        bench.time.advanceMicros(1_234_567);
        Request request = bench.fresh("/tight").build();
        Denied denied = (Denied) bench.decide(request);
        assertThat(denied.retryAfter()).isEqualTo(HOUR.minusNanos(1_234_567_000));
        bench.time.advance(denied.retryAfter().minusNanos(1000));
        assertThat(((Denied) bench.decide(request)).retryAfter()).isEqualTo(Duration.ofNanos(1000));
        bench.time.advanceMicros(1);
        assertThat(bench.decide(request).isAllowed()).isTrue();
    }

    @EachWay
    void ofSeveralRefusingLimitsTheLongestWaitIsNamedTheFirstOfEquals(Way way) {
        PolicySet policy = PolicySet.builder()
                .action(
                        "/a",
                        Policy.limits(
                                RateLimit.slidingWindow(1, Duration.ofMinutes(1)),
                                RateLimit.slidingWindow(1, HOUR).named("first"),
                                RateLimit.slidingWindow(1, HOUR)
                                        .scope(Scope.CHAT)
                                        .named("second")))
                .build();
        Bench bench = new Bench(way, policy);
        bench.allowed(bench.fresh("/a"));
        Denied denied = bench.denied(bench.fresh("/a"));
        assertThat(denied.rule()).isEqualTo("first");
        assertThat(denied.scope()).isEqualTo(Scope.USER);
        assertThat(denied.remaining()).isZero();
    }

    private static List<Long> left(Bench bench, Request.Builder request) {
        return left(bench, request.build());
    }

    private static List<Long> left(Bench bench, Request request) {
        return ((Allowed) bench.decide(request))
                .remaining().stream().map(Remaining::permits).toList();
    }
}
