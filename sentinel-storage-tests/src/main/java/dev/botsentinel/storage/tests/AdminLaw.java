package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.StoreAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Law 4, administrators: block, unblock, ask and list say the same on every storage. */
abstract class AdminLaw extends StoreLaw {

    private static final PlanBuilder ASK = PlanBuilder.by("42").notBlocked();

    @Test
    void aTimedBlockIsAnsweredAskedAndListedAlike() {
        Block expected =
                new Block(new Subject("42"), BlockSource.MANUAL, START, START.plusSeconds(60), "admin", "spam");
        assertEquals(expected, block("42", seconds(60)));
        assertEquals(Optional.of(expected), blockOf("42"));
        assertEquals(List.of(expected), await(store.admin().blocks(null, 10)).blocks());
        assertEquals(new Verdict.Blocked(0, T0, T0 + MINUTE, BlockSource.MANUAL), ask(ASK));
    }

    @Test
    void aBlockForEverHasNoEnd() {
        assertNull(blockForEver("42").until());
        assertEquals(new Verdict.Blocked(0, T0, Verdict.NEVER, BlockSource.MANUAL), ask(ASK));
    }

    @Test
    void aBlockIsInForceUpToButNotIncludingItsEnd() {
        block("42", seconds(60));
        setTime(T0 + MINUTE - 1);
        assertTrue(blockOf("42").isPresent());
        assertEquals(List.of("42"), blockedIds());
        setTime(T0 + MINUTE);
        assertTrue(blockOf("42").isEmpty());
        assertEquals(List.of(), blockedIds());
        admitted(ASK);
    }

    @Test
    void aNewBlockReplacesTheOldOneEvenIfItEndsSooner() {
        blockForEver("42");
        time.advanceMicros(SECOND);
        Block second = await(store.admin().block(new Subject("42"), seconds(5), "other", ""));
        assertEquals(Optional.of(second), blockOf("42"));
        assertEquals(START.plusSeconds(6), second.until());
        assertEquals(1, blockedIds().size());
        setTime(T0 + 6 * SECOND);
        admitted(ASK);
    }

    @Test
    void unblockingTellsWhatItLifted() {
        Block block = block("42", seconds(60));
        assertEquals(Optional.of(block), unblock("42"));
        assertEquals(Optional.empty(), unblock("42"));
        assertEquals(Optional.empty(), blockOf("42"));
        assertEquals(List.of(), blockedIds());
        admitted(ASK);
    }

    @Test
    void blocksAreListedPageByPageInOrderOfIds() {
        List<String> ids = new ArrayList<>();
        for (int i = 10; i < 33; i++) {
            ids.add("id" + i);
        }
        for (int i = 0; i < ids.size(); i++) {
            blockForEver(ids.get((i * 7) % ids.size()));
        }
        for (int size : new int[] {1, 2, 5, 22, 23, 24, 1000}) {
            assertEquals(ids, listed(size), () -> "pages of " + size);
        }
    }

    @Test
    void hostileIdsAreListedExactlyOnce() {
        List<String> ids = HostileIds.ALL;
        ids.forEach(this::blockForEver);
        for (int size : new int[] {1, 3, 1000}) {
            List<String> listed = listed(size);
            assertEquals(ids.size(), listed.size(), () -> "pages of " + size);
            assertTrue(listed.containsAll(ids), () -> "pages of " + size);
        }
        ids.forEach(id -> assertTrue(unblock(id).isPresent(), id));
        assertEquals(List.of(), blockedIds());
    }

    @Test
    void actorAndReasonComeBackAsTheyWere() {
        String actor = "a\u0000\n{}:* \u2028\ud83d\ude00" + "x".repeat(StoreAdmin.MAX_TEXT_LENGTH - 11);
        String reason = "\"\\\r\n\t" + "я".repeat(StoreAdmin.MAX_TEXT_LENGTH - 5);
        await(store.admin().block(new Subject("42"), null, actor, reason));
        Block found = blockOf("42").orElseThrow();
        assertEquals(actor, found.actor());
        assertEquals(reason, found.reason());
    }

    @Test
    void badArgumentsAreRefusedAndChangeNothing() {
        StoreAdmin admin = store.admin();
        Subject subject = new Subject("42");
        for (Duration bad : List.of(
                Duration.ZERO,
                Duration.ofNanos(999),
                seconds(-1),
                Duration.ofDays(36_500).plusNanos(1000))) {
            assertThrows(IllegalArgumentException.class, () -> admin.block(subject, bad, "admin", ""));
        }
        String tooLong = "x".repeat(StoreAdmin.MAX_TEXT_LENGTH + 1);
        assertThrows(IllegalArgumentException.class, () -> admin.block(subject, null, "", ""));
        assertThrows(IllegalArgumentException.class, () -> admin.block(subject, null, tooLong, ""));
        assertThrows(IllegalArgumentException.class, () -> admin.block(subject, null, "admin", tooLong));
        assertThrows(IllegalArgumentException.class, () -> admin.blocks(null, 0));
        assertThrows(IllegalArgumentException.class, () -> admin.blocks(null, 1001));
        assertTrue(blockOf("42").isEmpty());
    }

    @Test
    void theShortestAndTheLongestBlockAreTaken() {
        block("42", TraceMicros.duration(1));
        assertPassesExactlyAt(T0 + 1, ASK);
        block("42", Duration.ofDays(36_500));
        assertPassesExactlyAt(T0 + 1 + 36_500 * DAY, ASK);
    }

    @Test
    void blockingSpendsAndRemembersNothingElse() {
        PlanBuilder plan = PlanBuilder.by("42")
                .limit(RateLimit.slidingWindow(2, seconds(60)))
                .fingerprint(1, MINUTE);
        admitted(plan);
        block("42", seconds(10));
        unblock("42");
        duplicate(plan);
        assertEquals(0, remaining(PlanBuilder.by("42").limit(RateLimit.slidingWindow(2, seconds(60)))));
    }

    @Test
    void otherInstancesSeeABlockAtOnce() {
        block("42", seconds(60));
        assertTrue(await(ASK.build().on(otherInstance())) instanceof Verdict.Blocked);
        await(otherInstance().admin().unblock(new Subject("42")));
        admitted(ASK);
    }

    private List<String> listed(int size) {
        List<String> ids = new ArrayList<>();
        String after = null;
        do {
            BlockPage page = await(store.admin().blocks(after, size));
            assertTrue(page.blocks().size() <= size);
            page.blocks().forEach(block -> ids.add(block.subject().id()));
            after = page.next();
        } while (after != null);
        assertNotNull(ids);
        return ids;
    }
}
