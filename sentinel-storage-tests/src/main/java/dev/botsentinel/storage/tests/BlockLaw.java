package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.store.SentinelStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Law 10: a block stays in force until its end or an unblock, through everything. */
abstract class BlockLaw extends StoreLaw {

    private static final int FLOOD = 2000;

    private static final PlanBuilder ASK = PlanBuilder.by("42").notBlocked();
    private static final RateLimit NONE = RateLimit.fixedWindow(0, seconds(1));

    @Test
    void aBlockForEverIsForEver() {
        blockForEver("42");
        for (int years = 0; years < 100; years++) {
            time.advanceMicros(365 * DAY);
            assertEquals(Verdict.NEVER, blocked(ASK).untilMicros());
        }
        assertEquals(List.of("42"), blockedIds());
    }

    @Test
    void aLongBlockIsInForceUntilItsEnd() {
        long until = T0 + 3650 * DAY;
        block("42", TraceMicros.duration(3650 * DAY));
        for (int i = 1; i < 100; i++) {
            setTime(T0 + i * (3650 * DAY / 100));
            assertEquals(until, blocked(ASK).untilMicros());
        }
        assertPassesExactlyAt(until, ASK);
    }

    @Test
    void neitherAskingNorBeingRefusedWearsABlockOut() {
        block("42", seconds(60));
        for (int i = 0; i < 500; i++) {
            assertEquals(T0 + MINUTE, blocked(ASK.limit(NONE)).untilMicros());
            ask(ASK.probe());
            time.advanceMicros(1);
        }
    }

    @Test
    void theSubjectsOwnTrafficTouchesNoBlock() {
        blockForEver("42");
        PlanBuilder unasked = PlanBuilder.plan("42", "-100")
                .limit(RateLimit.slidingWindow(1, seconds(1)))
                .fingerprint(1, 1);
        for (int i = 0; i < 100; i++) {
            ask(unasked);
            time.advanceMicros(i * SECOND);
        }
        blocked(ASK);
    }

    @Test
    void aFloodOfInventedIdsIsNoPardon() {
        Escalation atOnce = Escalation.of(1, seconds(60), List.of(seconds(3600)), seconds(60));
        blockForEver("42");
        limited(PlanBuilder.by("43").limit(NONE).onDenied(atOnce));
        List<CompletionStage<Verdict>> asked = new ArrayList<>();
        for (int i = 0; i < FLOOD; i++) {
            PlanBuilder invented = PlanBuilder.plan("invented" + i, "chat" + i)
                    .notBlocked()
                    .fingerprint(i, MINUTE)
                    .limit(RateLimit.slidingWindow(5, seconds(60)));
            asked.add(invented.build().on(store));
        }
        asked.forEach(stage -> assertInstanceOf(Verdict.Admitted.class, await(stage)));
        blocked(ASK);
        blocked(PlanBuilder.by("43").notBlocked());
    }

    @Test
    void anAutomaticBlockNeverShortensAManualOne() {
        Escalation atOnce = Escalation.of(1, seconds(60), List.of(seconds(1)), seconds(60));
        blockForEver("42");
        limited(5, PlanBuilder.by("42").limit(NONE).onDenied(atOnce));
        time.advanceMicros(MINUTE);
        assertEquals(BlockSource.MANUAL, blocked(ASK).source());
    }

    @Test
    void noBlockIsLiftedWithAnothers() {
        List<String> ids = List.of("42", "4", "2", "420", "-42", "42 ");
        ids.forEach(this::blockForEver);
        for (int i = 0; i < ids.size(); i++) {
            unblock(ids.get(i));
            for (int j = 0; j < ids.size(); j++) {
                boolean blocked = ask(PlanBuilder.by(ids.get(j)).notBlocked()) instanceof Verdict.Blocked;
                assertEquals(j > i, blocked, ids.get(j));
            }
        }
    }

    @Test
    void everyInstanceEnforcesWhatOneOfThemBlocked() {
        SentinelStore second = otherInstance();
        BoundPlan plan = ASK.build();
        assertInstanceOf(Verdict.Admitted.class, await(plan.on(second)));
        block("42", seconds(60));
        assertInstanceOf(Verdict.Blocked.class, await(plan.on(second)));
        unblock("42");
        assertInstanceOf(Verdict.Admitted.class, await(plan.on(second)));
    }

    @Test
    void anAutomaticBlockIsInForceOnEveryInstance() {
        Escalation atOnce = Escalation.of(1, seconds(60), List.of(seconds(60)), seconds(60));
        SentinelStore second = otherInstance();
        limited(PlanBuilder.by("42").limit(NONE).onDenied(atOnce));
        assertInstanceOf(Verdict.Blocked.class, await(ASK.build().on(second)));
    }

    @Test
    void aRestartForgetsNoBlock() {
        RemoteFaults faults = faults();
        blockForEver("42");
        block("43", seconds(60));
        faults.restart();
        blocked(ASK);
        assertEquals(T0 + MINUTE, blocked(PlanBuilder.by("43").notBlocked()).untilMicros());
        assertTrue(blockedIds().containsAll(List.of("42", "43")));
    }

    private RemoteFaults faults() {
        assumeTrue(harness.faults().isPresent(), "this storage has no server that could restart");
        return harness.faults().orElseThrow();
    }
}
