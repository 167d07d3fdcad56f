package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.memory.MemoryStore.Eviction;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.testing.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A flood of invented ids is no pardon, and doesn't grow the storage past its bounds. */
class ProtectionTest {

    private static final RateLimit ROOMY = RateLimit.perMinute(10);
    private static final RateLimit ONCE = RateLimit.perMinute(1);
    private static final Escalation BLOCK_AT_ONCE =
            Escalation.of(1, Duration.ofMinutes(10), List.of(Duration.ofHours(1)), Duration.ofHours(24));
    private static final Subject OFFENDER = Subject.of(-1);
    private static final Subject BANNED = Subject.of(-2);
    private static final int ENTRIES = 1000;
    private static final int PROTECTED = 250;

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<Eviction> evictions = new ArrayList<>();
    private final MemoryStore store = MemoryStore.builder()
            .time(time)
            .maximumEntries(ENTRIES)
            .onEvicted(evictions::add)
            .build();

    @Test
    void aFloodOfInventedIdsLiftsNoBlock() {
        flood(20_000, ROOMY);
    }

    @Test
    void aFloodOfIdsThatExhaustTheirLimitLiftsNoBlock() {
        flood(20_000, ONCE);
    }

    @Test
    @Tag("slow")
    void aMillionInventedIdsLiftNoBlock() {
        flood(1_000_000, ROOMY);
    }

    @Test
    @Tag("slow")
    void aMillionIdsThatExhaustTheirLimitLiftNoBlock() {
        flood(1_000_000, ONCE);
    }

    private void flood(int ids, RateLimit limit) {
        escalate(OFFENDER);
        Ask.now(store.admin().block(BANNED, null, "admin", "spam"));
        for (int i = 0; i < ids; i++) {
            assertThat(Ask.admits(store, Ask.plan("invented" + i, "chat", limit)))
                    .isTrue();
        }
        store.cells().cleanUp();
        assertThat(store.stats().entries()).isLessThanOrEqualTo(ENTRIES);
        assertThat(store.stats().protectedEntries()).isLessThanOrEqualTo(PROTECTED + 1);
        assertThat(asked(OFFENDER))
                .isInstanceOfSatisfying(
                        Verdict.Blocked.class,
                        blocked -> assertThat(blocked.source()).isEqualTo(BlockSource.AUTOMATIC));
        assertThat(asked(BANNED))
                .isInstanceOfSatisfying(
                        Verdict.Blocked.class,
                        blocked -> assertThat(blocked.source()).isEqualTo(BlockSource.MANUAL));
        assertThat(blocked()).containsExactly(OFFENDER, BANNED);
    }

    @Test
    void aFloodDoesNotRefillAnExhaustedLimit() {
        BoundPlan plan = Ask.plan("42", "chat", ONCE);
        assertThat(Ask.admits(store, plan)).isTrue();
        for (int i = 0; i < 20_000; i++) {
            Ask.admits(store, Ask.plan("invented" + i, "chat", ROOMY));
        }
        assertThat(Ask.admits(store, plan)).isFalse();
        assertThat(evictions).isEmpty();
    }

    @Test
    void aFloodDoesNotRefillALimitThatAChangeOfPolicyExhausted() {
        assertThat(Ask.admits(store, Ask.plan("42", "chat", ROOMY.cost(5)))).isTrue();
        BoundPlan lowered = Ask.plan("42", "chat", RateLimit.perMinute(3));
        assertThat(Ask.admits(store, lowered)).isFalse();
        for (int i = 0; i < 20_000; i++) {
            Ask.admits(store, Ask.plan("invented" + i, "chat", ROOMY));
        }
        assertThat(Ask.admits(store, lowered)).isFalse();
    }

    @Test
    void theAutomaticEntryThatEndsSoonestGoesAndIsToldAndCounted() {
        MemoryStore tiny = MemoryStore.builder()
                .time(time)
                .maximumEntries(1)
                .protectedEntries(2)
                .onEvicted(evictions::add)
                .build();
        Ask.now(tiny.admin().block(BANNED, Duration.ofSeconds(1), "admin", "for a second"));
        for (int seconds : new int[] {40, 30, 50, 60, 70}) {
            Ask.admits(
                    tiny, Ask.plan("for" + seconds, "chat", RateLimit.slidingWindow(1, Duration.ofSeconds(seconds))));
            tiny.cells().cleanUp();
        }
        assertThat(evictions)
                .startsWith(
                        new Eviction(Owner.user("for30"), false, time.instant().plusSeconds(30)))
                .allSatisfy(eviction -> assertThat(eviction.owner()).isNotEqualTo(Owner.user(BANNED.id())));
        assertThat(tiny.stats().evictions()).isEqualTo(evictions.size()).isPositive();
        assertThat(Ask.now(tiny.admin().blockOf(BANNED))).isPresent();
    }

    @Test
    void ownersThatAreExhaustedForLongerPushNoBlockOut() {
        escalate(OFFENDER);
        RateLimit onceAWeek = RateLimit.slidingWindow(1, Duration.ofDays(7));
        for (int i = 0; i < 20_000; i++) {
            Ask.admits(store, Ask.plan("invented" + i, "chat", onceAWeek));
        }
        store.cells().cleanUp();
        Ask.admits(store, Ask.plan("one more", "chat", ROOMY));
        assertThat(evictions).isNotEmpty().noneMatch(Eviction::blocked);
        assertThat(asked(OFFENDER)).isInstanceOf(Verdict.Blocked.class);
        assertThat(blocked()).containsExactly(OFFENDER);
    }

    @Test
    void whoseBlockIsOverRanksWithTheExhausted() {
        MemoryStore tiny = MemoryStore.builder()
                .time(time)
                .maximumEntries(1)
                .protectedEntries(3)
                .onEvicted(evictions::add)
                .build();
        BoundPlan offence = Ask.plan("42", "chat", BLOCK_AT_ONCE, RateLimit.slidingWindow(1, Duration.ofHours(4)));
        Ask.verdict(tiny, offence);
        Ask.verdict(tiny, offence);
        time.advance(Duration.ofHours(2));
        for (int i = 0; i < 20; i++) {
            Ask.admits(tiny, Ask.plan("for a day" + i, "chat", RateLimit.slidingWindow(1, Duration.ofDays(1))));
            tiny.cells().cleanUp();
        }
        assertThat(evictions).anySatisfy(eviction -> {
            assertThat(eviction.owner()).isEqualTo(Owner.user("42"));
            assertThat(eviction.blocked()).isFalse();
        });
    }

    @Test
    void aLostBlockIsToldAsOneAndNotListed() {
        MemoryStore tiny = MemoryStore.builder()
                .time(time)
                .maximumEntries(1)
                .protectedEntries(0)
                .onEvicted(evictions::add)
                .build();
        BoundPlan offence = Ask.plan("42", "chat", BLOCK_AT_ONCE, RateLimit.perMinute(0));
        Ask.verdict(tiny, offence);
        for (int i = 0; i < 100; i++) {
            Ask.admits(tiny, Ask.plan("invented" + i, "chat", ROOMY));
        }
        tiny.cells().cleanUp();
        Ask.admits(tiny, Ask.plan("one more", "chat", ROOMY));
        assertThat(evictions)
                .containsExactly(
                        new Eviction(Owner.user("42"), true, time.instant().plus(Duration.ofHours(1))));
        assertThat(Ask.now(tiny.admin().blocks(null, 10)).blocks()).isEmpty();
    }

    @Test
    void evictionsAreLoggedAndAListenerThatThrowsHarmsNothing() {
        MemoryStore tiny = MemoryStore.builder()
                .time(time)
                .maximumEntries(1)
                .protectedEntries(0)
                .onEvicted(eviction -> {
                    throw new IllegalStateException("thrown on purpose");
                })
                .build();
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < 10; i++) {
                assertThat(Ask.admits(tiny, Ask.plan("invented" + i, "chat", ONCE)))
                        .isTrue();
            }
            tiny.close();
        } finally {
            System.setErr(before);
        }
        assertThat(tiny.stats().evictions()).isGreaterThan(2);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce(
                        "WARN dev.botsentinel.memory.MemoryStore - An owner who had exhausted a limit was forgotten")
                .containsOnlyOnce("WARN dev.botsentinel.memory.MemoryStore - The listener for evictions failed")
                .containsOnlyOnce("In the last minute: An owner who had exhausted a limit was forgotten");
    }

    @Test
    void aListenerMayUseTheStore() {
        List<Verdict> asked = new ArrayList<>();
        MemoryStore[] tiny = new MemoryStore[1];
        tiny[0] = MemoryStore.builder()
                .time(time)
                .maximumEntries(1)
                .protectedEntries(0)
                .onEvicted(eviction -> asked.add(Ask.verdict(tiny[0], Ask.probe(Ask.plan("42", "chat", ONCE)))))
                .build();
        for (int i = 0; i < 10; i++) {
            Ask.admits(tiny[0], Ask.plan("invented" + i, "chat", ONCE));
        }
        assertThat(asked).isNotEmpty().hasOnlyElementsOfType(Verdict.Admitted.class);
    }

    @Test
    void moreManualBlocksThanEntriesAllStand() {
        int blocks = 3 * ENTRIES;
        for (int i = 0; i < blocks; i++) {
            Ask.now(store.admin().block(Subject.of(i), null, "admin", ""));
        }
        store.cells().cleanUp();
        assertThat(blocked()).hasSize(blocks);
        for (int i = 0; i < blocks; i++) {
            assertThat(asked(Subject.of(i))).isInstanceOf(Verdict.Blocked.class);
        }
        for (int i = 0; i < blocks; i++) {
            assertThat(Ask.now(store.admin().unblock(Subject.of(i)))).isPresent();
        }
        store.cells().cleanUp();
        assertThat(blocked()).isEmpty();
        assertThat(store.stats().protectedEntries()).isZero();
        assertThat(evictions).isEmpty();
    }

    @Test
    void listingBlocksMovesNobody() {
        for (int i = 0; i < 3 * ENTRIES; i++) {
            Ask.now(store.admin().block(Subject.of(i), null, "admin", ""));
        }
        store.cells().cleanUp();
        Set<Owner> before = cached();
        assertThat(blocked()).hasSize(3 * ENTRIES);
        store.cells().cleanUp();
        assertThat(cached()).isEqualTo(before).isNotEmpty();
    }

    private Set<Owner> cached() {
        Set<Owner> cached = new HashSet<>();
        store.cells().forEach(cell -> {
            if (cell.cached) {
                cached.add(cell.owner());
            }
        });
        return cached;
    }

    @Test
    void protectionEndsWithWhatIsProtected() {
        escalate(OFFENDER);
        flood(5000, ONCE);
        time.advance(Duration.ofDays(3));
        Ask.now(store.admin().unblock(BANNED));
        store.cells().cleanUp();
        assertThat(store.stats().entries()).isZero();
        assertThat(store.stats().protectedEntries()).isZero();
        assertThat(evictions).hasSizeLessThanOrEqualTo(5000);
    }

    private void escalate(Subject subject) {
        Verdict verdict = Ask.verdict(store, Ask.plan(subject.id(), "chat", BLOCK_AT_ONCE, RateLimit.perMinute(0)));
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    }

    private Verdict asked(Subject subject) {
        return Ask.verdict(store, Ask.plan(subject.id(), "chat"));
    }

    /** All who are listed, over all pages. */
    private List<Subject> blocked() {
        List<Subject> all = new ArrayList<>();
        String after = null;
        do {
            BlockPage page = Ask.now(store.admin().blocks(after, 97));
            page.blocks().stream().map(Block::subject).forEach(all::add);
            after = page.next();
        } while (after != null);
        return all;
    }
}
