package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Of any two reasons that apply at once, the higher one is given; asked in every way, with and without a cache. */
@Timeout(60)
class OrderOfReasonsTest {

    /** What can be wrong with an update, highest rank first. */
    private enum Trouble {
        BLOCKED(Reason.BLOCKED, "blocklist"),
        UNRESOLVED(Reason.UNRESOLVED, "requires"),
        VETOED(Reason.VETOED, "requires"),
        UNREGISTERED(Reason.UNREGISTERED, "requires"),
        FORBIDDEN(Reason.FORBIDDEN, "requires"),
        STEP_UP_REQUIRED(Reason.STEP_UP_REQUIRED, "requires"),
        UPDATE_ID(Reason.DUPLICATE, "update-id"),
        DEBOUNCE(Reason.DUPLICATE, "debounce"),
        RATE_LIMITED(Reason.RATE_LIMITED, "/pay#0");

        private final Reason reason;
        private final String rule;

        Trouble(Reason reason, String rule) {
            this.reason = reason;
            this.rule = rule;
        }

        /** Whether the resolver gave no principal, so that nothing can be wrong with one. */
        boolean leavesNoPrincipal() {
            return this == UNRESOLVED || this == VETOED;
        }

        boolean isOfPrincipal() {
            return this == UNREGISTERED || this == FORBIDDEN || this == STEP_UP_REQUIRED;
        }

        boolean goesWith(Trouble other) {
            return this != other
                    && !(leavesNoPrincipal() && (other.leavesNoPrincipal() || other.isOfPrincipal()))
                    && !(other.leavesNoPrincipal() && isOfPrincipal());
        }
    }

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int PERMITS = 3;

    private static final PolicySet POLICY = PolicySet.builder()
            .role("payer", Role.of("pay"))
            .action(
                    "/pay",
                    Policy.limits(RateLimit.slidingWindow(PERMITS, HOUR))
                            .debounce(Debounce.window(HOUR))
                            .requires(Requirement.role("payer").andRegistered().andStepUp(HOUR)))
            .updateReplay(new UpdateReplay(HOUR))
            .build();

    static Stream<Arguments> pairs() {
        List<Trouble> all = Arrays.asList(Trouble.values());
        return all.stream()
                .flatMap(higher -> all.subList(all.indexOf(higher), all.size()).stream()
                        .filter(lower -> lower == higher || higher.goesWith(lower))
                        .map(lower -> Arguments.of(higher, lower)));
    }

    @ParameterizedTest(name = "{0} ranks above {1}")
    @MethodSource("pairs")
    void theHigherReasonIsGiven(Trouble higher, Trouble lower) {
        Way.all().forEach(way -> {
            for (boolean cached : List.of(false, true)) {
                theHigherReasonIsGiven(way, cached, higher, lower);
            }
        });
    }

    private static void theHigherReasonIsGiven(Way way, boolean cached, Trouble higher, Trouble lower) {
        Set<Trouble> troubles = EnumSet.of(higher, lower);
        Bench bench = new Bench(way, POLICY);
        Request.Builder request = seed(bench, troubles);
        bench.resolution = resolution(troubles);
        bench.sentinel.forget(Bench.SUBJECT);
        boolean known = cached && bench.resolution != null;
        if (known) {
            bench.cachePrincipal();
        }
        if (troubles.contains(Trouble.BLOCKED)) {
            bench.store.admin().block(request.build().subject(), null, "admin", "");
        }
        bench.listenAnew();

        Denied denied = bench.denied(request);

        assertThat(denied.reason()).as("%s, cached: %s", way, cached).isEqualTo(higher.reason);
        assertThat(denied.rule()).isEqualTo(higher.rule);
        assertThat(bench.resolverCalls).hasValue(known || higher == Trouble.BLOCKED ? 0 : 1);
        boolean local = higher != Trouble.BLOCKED && (higher.leavesNoPrincipal() || higher.isOfPrincipal());
        boolean probeAlone = local || (higher == Trouble.BLOCKED && !known);
        boolean lacking = bench.resolution != null && troubles.stream().anyMatch(Trouble::isOfPrincipal);
        assertThat(bench.store.plans()).hasSize(known || probeAlone ? 1 : 2);
        if (!lacking && !troubles.contains(Trouble.VETOED) && !troubles.contains(Trouble.UNRESOLVED)) {
            assertThat(bench.store.probes()).isEqualTo(known ? 0 : 1);
        }
    }

    /** Sends what makes the troubles of the storage, and gives the request that has them. */
    private static Request.Builder seed(Bench bench, Set<Trouble> troubles) {
        bench.resolution = Resolution.of(Principal.registered("payer").stepUpAt(Bench.START));
        Content content = Content.text("again");
        int seeds = troubles.contains(Trouble.RATE_LIMITED) ? PERMITS : PERMITS - 1;
        for (int i = 0; i < seeds; i++) {
            Request.Builder seed = bench.fresh("/pay");
            if (i == 0 && troubles.contains(Trouble.DEBOUNCE)) {
                seed.content(content);
            }
            if (i == 1 && troubles.contains(Trouble.UPDATE_ID)) {
                seed.updateId(-1);
            }
            assertThat(bench.decide(seed).isAllowed()).isTrue();
        }
        return bench.fresh("/pay").content(content).updateId(-1);
    }

    private static Resolution resolution(Set<Trouble> troubles) {
        if (troubles.contains(Trouble.UNRESOLVED)) {
            return null;
        }
        return troubles.contains(Trouble.VETOED)
                ? Resolution.veto()
                : Resolution.of(new Principal(
                        !troubles.contains(Trouble.UNREGISTERED),
                        troubles.contains(Trouble.FORBIDDEN) ? Set.of() : Set.of("payer"),
                        troubles.contains(Trouble.STEP_UP_REQUIRED) ? null : Bench.START));
    }
}
