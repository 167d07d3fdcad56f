package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.SentinelStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Law 10: a block stays in force until its end or an unblock, through everything. */
abstract class BlockLaw extends StoreLaw {

    private static final int FLOOD = 2000;

    private static final PlanBuilder ASK = PlanBuilder.by("42").notBlocked();
    private static final PlanBuilder IN_CHAT = PlanBuilder.plan("42", "-100").chatNotBlocked();
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
    void aManualBlockOfAChatHoldsForEverybodyThere() {
        block("-100", seconds(60));
        for (String subject : List.of("42", "43", "-100")) {
            Verdict.Blocked blocked = blocked(PlanBuilder.plan(subject, "-100").chatNotBlocked());
            assertEquals(T0 + MINUTE, blocked.untilMicros(), subject);
            assertEquals(BlockSource.MANUAL, blocked.source(), subject);
        }
        blocked(PlanBuilder.in("-100").chatNotBlocked());
        admitted(PlanBuilder.plan("42", "-101").chatNotBlocked());
        admitted(PlanBuilder.plan("42", "-100").notBlocked());
    }

    @Test
    void aChatIsFreeExactlyAtTheEndOfItsBlock() {
        block("-100", seconds(60));
        time.advanceMicros(SECOND);
        assertPassesExactlyAt(T0 + MINUTE, IN_CHAT);
    }

    @Test
    void aBlockedChatIsFreeOnceTheBlockIsLifted() {
        blockForEver("-100");
        assertEquals(Verdict.NEVER, blocked(IN_CHAT).untilMicros());
        unblock("-100");
        admitted(IN_CHAT);
        blockForEver("-100");
        await(store.admin().erase(new Subject("-100")));
        admitted(IN_CHAT);
    }

    @Test
    void anAutomaticBlockNeverHoldsForTheChatWithThatId() {
        Escalation atOnce = Escalation.of(1, seconds(60), List.of(seconds(3600)), seconds(60));
        limited(PlanBuilder.by("-100").limit(NONE).onDenied(atOnce));
        blocked(PlanBuilder.by("-100").notBlocked());
        admitted(IN_CHAT);
        block("-100", seconds(1));
        blocked(IN_CHAT);
    }

    @Test
    void ofTwoBlocksTheOneOfTheFirstStepIsNamed() {
        block("-100", seconds(60));
        block("42", seconds(3600));
        assertEquals(
                new Verdict.Blocked(0, T0, T0 + MINUTE, BlockSource.MANUAL),
                ask(PlanBuilder.plan("42", "-100").chatNotBlocked().notBlocked()));
        assertEquals(
                new Verdict.Blocked(1, T0, T0 + HOUR, BlockSource.MANUAL),
                ask(PlanBuilder.plan("42", "-101").chatNotBlocked().notBlocked()));
    }

    @Test
    void aBlockedChatLeavesNoTrace() {
        PlanBuilder plan = IN_CHAT.fingerprint(1, HOUR).limit(RateLimit.slidingWindow(1, seconds(3600)));
        block("-100", seconds(60));
        blocked(plan);
        setTime(T0 + MINUTE);
        admitted(plan);
    }

    @Test
    void aStepBeforeTheChatsCheckRefusesFirst() {
        RateLimit one = RateLimit.slidingWindow(1, seconds(3600));
        PlanBuilder plan = PlanBuilder.plan("42", "-100").limit(one).chatNotBlocked();
        block("-100", seconds(60));
        assertEquals(1, blocked(plan).step());
        admitted(PlanBuilder.plan("42", "-100").limit(one));
        assertEquals(0, limited(plan).step());
    }

    @Test
    void theOtherStepsKeepTheirPlaces() {
        PlanBuilder plan = IN_CHAT.notBlocked().limit(RateLimit.slidingWindow(2, seconds(60)));
        assertEquals(1, admitted(plan).remaining(2));
        assertEquals(0, admitted(plan).remaining(2));
        assertEquals(2, limited(plan).step());
    }

    @Test
    void everyInstanceEnforcesTheBlockOfAChat() {
        SentinelStore second = otherInstance();
        BoundPlan plan = IN_CHAT.build();
        assertInstanceOf(Verdict.Admitted.class, await(plan.on(second)));
        block("-100", seconds(60));
        assertInstanceOf(Verdict.Blocked.class, await(plan.on(second)));
        unblock("-100");
        assertInstanceOf(Verdict.Admitted.class, await(plan.on(second)));
    }

    @Test
    void hostileIdsOfChatsAreToldApart() {
        List<String> ids = List.of("42", "4", "2", "a:b", "{42}", "4 2*", "42 ");
        ids.forEach(this::blockForEver);
        for (int i = 0; i < ids.size(); i++) {
            unblock(ids.get(i));
            for (int j = 0; j < ids.size(); j++) {
                boolean blocked = ask(PlanBuilder.in(ids.get(j)).chatNotBlocked()) instanceof Verdict.Blocked;
                assertEquals(j > i, blocked, ids.get(j));
            }
        }
    }

    @Test
    void aRestartForgetsNoBlock() {
        RemoteFaults faults = faults();
        blockForEver("42");
        block("43", seconds(60));
        faults.restart();
        blocked(ASK);
        blocked(PlanBuilder.in("42").chatNotBlocked());
        assertEquals(T0 + MINUTE, blocked(PlanBuilder.by("43").notBlocked()).untilMicros());
        assertTrue(blockedIds().containsAll(List.of("42", "43")));
    }

    private RemoteFaults faults() {
        assumeTrue(harness.faults().isPresent(), "this storage has no server that could restart");
        return harness.faults().orElseThrow();
    }
}
