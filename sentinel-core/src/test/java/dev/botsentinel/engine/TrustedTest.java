package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.Trusted;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Limits and debounce spare whom the policy trusts; all else holds. */
class TrustedTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Content AGAIN = Content.text("again");

    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.slidingWindow(1, HOUR)).debounce(HOUR))
            .action(
                    "/held",
                    Policy.limits(RateLimit.slidingWindow(2, HOUR).holdsForTrusted(), RateLimit.slidingWindow(1, HOUR)))
            .action("/admin", Policy.EMPTY.requires(Requirement.role("admin")))
            .global(RateLimit.tokenBucket(1, HOUR).scope(Scope.GLOBAL))
            .role("user", Role.of())
            .role("helper", Role.of())
            .role("admin", new Role(Set.of("helper"), Set.of()))
            .escalation(Escalation.of(1, HOUR, List.of(HOUR), HOUR))
            .updateReplay(new UpdateReplay(HOUR))
            .trusted(Trusted.subjects(Bench.SUBJECT, "-7").and(Trusted.roles("helper")))
            .build();

    @EachWay
    void neitherLimitNorDebounceIsAsked(Way way) {
        Bench bench = new Bench(way, POLICY);
        for (int i = 0; i < 5; i++) {
            Allowed allowed = bench.allowed(bench.fresh("/a").content(AGAIN));
            assertThat(allowed.passage()).isEqualTo(Passage.TRUSTED);
            assertThat(allowed.remaining()).isEmpty();
        }
        bench.resolution = Resolution.of(Principal.registered("user"));
        assertThat(bench.allowed(bench.fresh("/a").subject("43")).passage())
                .as("nothing was spent of the global limit")
                .isEqualTo(Passage.CHECKED);
    }

    @EachWay
    void aRoleThatInheritsATrustedOneIsTrusted(Way way) {
        for (String role : List.of("helper", "admin")) {
            Bench bench = new Bench(way, POLICY);
            bench.resolution = Resolution.of(Principal.registered(role));
            for (int i = 0; i < 3; i++) {
                assertThat(bench.allowed(bench.fresh("/a").subject("43")).passage())
                        .isEqualTo(Passage.TRUSTED);
            }
        }
    }

    @EachWay
    void whoCannotBeResolvedIsTrustedByIdAlone(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = null;
        assertThat(bench.allowed(bench.fresh("/a")).passage()).isEqualTo(Passage.TRUSTED);
        assertThat(bench.allowed(bench.fresh("/a").subject("43")).passage()).isEqualTo(Passage.CHECKED);
    }

    @EachWay
    void aLimitCanHoldForTrustedOnesTooAndIsNoViolation(Way way) {
        Bench bench = new Bench(way, POLICY);
        Allowed first = bench.allowed(bench.fresh("/held"));
        assertThat(first.passage()).isEqualTo(Passage.TRUSTED);
        assertThat(first.leastRemaining()).hasValue(1);
        bench.allowed(bench.fresh("/held"));
        Denied third = bench.denied(bench.fresh("/held"));
        assertThat(third.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(third.rule()).isEqualTo("/held#0");
        assertThat(third.blockedUntil()).isNull();
        assertThat(bench.decide(bench.fresh("/a")).isAllowed()).isTrue();
    }

    @EachWay
    void blocksAccessAndUpdateIdsHoldAsForAll(Way way) {
        Bench bench = new Bench(way, POLICY);
        assertThat(bench.denied(bench.fresh("/admin")).reason()).isEqualTo(Reason.FORBIDDEN);
        bench.allowed(bench.fresh("/a").updateId(1000));
        assertThat(bench.denied(bench.fresh("/a").updateId(1000)).rule()).isEqualTo("update-id");
        Bench blocking =
                new Bench(way, POLICY.toBuilder().blocked(Bench.SUBJECT).build());
        assertThat(blocking.denied(blocking.fresh("/a")).reason()).isEqualTo(Reason.BLOCKED);
    }

    @EachWay
    void exemptGoesBeforeTrusted(Way way) {
        Bench bench = new Bench(way, POLICY);
        assertThat(bench.allowed(bench.fresh("/a").exemption(Exemption.ALWAYS)).passage())
                .isEqualTo(Passage.EXEMPT);
    }

    @EachWay
    void trustedOnesHaveNoAlbums(Way way) {
        Bench bench = new Bench(way, POLICY);
        for (int i = 0; i < 3; i++) {
            assertThat(bench.allowed(bench.fresh("/a").album("7")).passage()).isEqualTo(Passage.TRUSTED);
        }
    }
}
