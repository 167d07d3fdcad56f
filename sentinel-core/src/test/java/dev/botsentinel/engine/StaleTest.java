package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Stale;
import dev.botsentinel.request.Exemption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What was sent too long ago is dropped: after a block, before anybody is known. */
class StaleTest {

    private static final Duration AGE = Duration.ofMinutes(2);
    private static final Instant OLDEST = Bench.START.minus(AGE);
    private static final Instant OLDER = OLDEST.minus(1, ChronoUnit.MICROS);

    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.slidingWindow(1, Duration.ofHours(1)))
                    .requires(Requirement.REGISTERED))
            .stale(new Stale(AGE))
            .blocked("-666")
            .build();

    @EachWay
    void whatIsOlderIsDroppedAndNothingIsWritten(Way way) {
        Bench bench = new Bench(way, POLICY);
        for (int i = 0; i < 3; i++) {
            Denied denied = bench.denied(bench.fresh("/a").sentAt(OLDER));
            assertThat(denied.reason()).isEqualTo(Reason.STALE);
            assertThat(denied.rule()).isEqualTo("stale");
            assertThat(denied.retryAfter()).isNull();
        }
        assertThat(bench.resolverCalls).hasValue(0);
        assertThat(bench.events(SecurityEvent.Stale.class)).hasSize(3);
        assertThat(bench.decide(bench.fresh("/a").sentAt(OLDEST)).isAllowed())
                .as("as old as it may be, and nothing was spent")
                .isTrue();
    }

    @EachWay
    void anUpdateWithoutATimeIsNeverStale(Way way) {
        Bench bench = new Bench(way, POLICY);
        assertThat(bench.decide(bench.fresh("/a")).isAllowed()).isTrue();
    }

    @EachWay
    void aBlockRanksAboveAndAccessBelow(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = Resolution.of(Principal.ANONYMOUS);
        assertThat(bench.denied(bench.fresh("/a").chat("-666").sentAt(OLDER)).reason())
                .as("a chat can be blocked")
                .isEqualTo(Reason.BLOCKED);
        assertThat(bench.denied(bench.fresh("/a").subject("-666").sentAt(OLDER)).reason())
                .isEqualTo(Reason.BLOCKED);
        bench.sentinel
                .blocklist()
                .block("41", "anna", "spam")
                .toCompletableFuture()
                .join();
        assertThat(bench.denied(bench.fresh("/a").subject("41").sentAt(OLDER)).reason())
                .isEqualTo(Reason.BLOCKED);
        assertThat(bench.denied(bench.fresh("/a").sentAt(OLDER)).reason()).isEqualTo(Reason.STALE);
        assertThat(bench.denied(bench.fresh("/a").sentAt(OLDEST)).reason()).isEqualTo(Reason.UNREGISTERED);
    }

    @EachWay
    void exemptUpdatesAreNeverStale(Way way) {
        Bench bench = new Bench(way, POLICY);
        assertThat(bench.allowed(bench.fresh("/a").exemption(Exemption.ALWAYS).sentAt(OLDER))
                        .passage())
                .isEqualTo(Passage.EXEMPT);
    }

    @EachWay
    void whatAnOwnInterceptorRefusesBeforeTheBlocklistRanksAbove(Way way) {
        Bench bench = new Bench(
                way,
                POLICY,
                builder -> builder.before(
                        Stage.BLOCKLIST,
                        call -> call.request().actionName().equals("/no") ? Ruling.veto("no") : Ruling.PASS));
        assertThat(bench.denied(bench.fresh("/no").sentAt(OLDER)).rule()).isEqualTo("no");
        assertThat(bench.denied(bench.fresh("/a").sentAt(OLDER)).reason()).isEqualTo(Reason.STALE);
        assertThat(bench.denied(bench.fresh("/a").chat("-666").sentAt(OLDER)).reason())
                .isEqualTo(Reason.BLOCKED);
    }
}
