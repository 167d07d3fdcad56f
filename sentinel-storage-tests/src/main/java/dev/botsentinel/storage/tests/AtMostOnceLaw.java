package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Law 8: a decision is executed at most once; a late one not at all. */
abstract class AtMostOnceLaw extends StoreLaw {

    private static final PlanBuilder PLAN = PlanBuilder.by("42").limit(RateLimit.slidingWindow(10, seconds(60)));

    @Test
    void onePlanSpendsOnce() {
        for (int spent = 1; spent <= 10; spent++) {
            assertEquals(10 - spent, admitted(PLAN).remaining(0));
        }
    }

    @Test
    void onePlanObjectIsAsManyDecisionsAsItIsEvaluated() {
        BoundPlan same = PLAN.build();
        assertEquals(9, ((Verdict.Admitted) ask(same)).remaining(0));
        assertEquals(8, ((Verdict.Admitted) ask(same)).remaining(0));
    }

    @Test
    void aDecisionThatNobodyWaitsForSpendsOnce() {
        CompletionStage<Verdict> ignored = PLAN.build().on(store);
        settle();
        assertEquals(8, admitted(PLAN).remaining(0));
        await(ignored);
        assertEquals(7, admitted(PLAN).remaining(0));
    }

    @Test
    void whoeverAsksTwiceForTheResultGetsTheSame() {
        CompletionStage<Verdict> stage = PLAN.build().on(store);
        assertSame(await(stage), await(stage));
        assertEquals(await(stage), await(stage.thenApply(verdict -> verdict)));
        assertEquals(8, admitted(PLAN).remaining(0));
    }

    @Test
    void whoeverStopsWaitingCausesNoSecondTry() {
        CompletableFuture<Verdict> future = PLAN.build().on(store).toCompletableFuture();
        future.cancel(true);
        settle();
        long left = remaining(PLAN);
        assertTrue(left == 8 || left == 9, () -> "left: " + left);
    }

    @Test
    void aClosedStorageFailsAndSpendsNothing() {
        SentinelStore second = otherInstance();
        admitted(PLAN);
        store.close();
        store.close();
        assertInstanceOf(StoreException.class, awaitFailure(PLAN.build().on(store)));
        assertInstanceOf(StoreException.class, awaitFailure(store.admin().blockOf(new Subject("42"))));
        assertInstanceOf(StoreException.class, awaitFailure(store.admin().block(new Subject("42"), null, "admin", "")));
        if (second != store) {
            assertEquals(8, ((Verdict.Admitted) await(PLAN.build().on(second))).remaining(0));
            assertTrue(await(second.admin().blockOf(new Subject("42"))).isEmpty());
        }
    }

    @Test
    void aCallThatCameTooLateIsTriedAgainOrFailsButSpendsNothingItself() {
        RemoteFaults faults = faults();
        admitted(PLAN);
        faults.delayNextCall(store);
        CompletionStage<Verdict> late = PLAN.build().on(store);
        faults.settle();
        Throwable failure = await(late.handle((verdict, thrown) -> thrown));
        if (failure != null) {
            assertInstanceOf(StoreException.class, Stages.cause(failure));
        }
        assertEquals(failure == null ? 7 : 8, admitted(PLAN).remaining(0));
    }

    @Test
    void aLostReplyLeadsToNoSecondTry() {
        RemoteFaults faults = faults();
        admitted(PLAN);
        faults.loseNextReply(store);
        assertInstanceOf(StoreException.class, awaitFailure(PLAN.build().on(store)));
        faults.settle();
        assertEquals(7, admitted(PLAN).remaining(0));
    }

    private void settle() {
        harness.faults().ifPresent(RemoteFaults::settle);
    }

    private RemoteFaults faults() {
        assumeTrue(harness.faults().isPresent(), "nothing lies between an instance of this storage and its state");
        return harness.faults().orElseThrow();
    }
}
