package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Threads against a cache of a few entries: cells are evicted, protected, taken back and swept away while others hold
 * them. Limits whose cost is all they have are exhausted by each admission, so nothing live may be lost.
 */
class EvictionRaceTest {

    private static final int THREADS = 4;
    private static final int USERS = 24;
    private static final int ROUNDS = 30;
    private static final int EACH = 1500;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryStore store = MemoryStore.builder()
            .time(time)
            .maximumEntries(3)
            .protectedEntries(1000)
            .build();
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void eachOwnerIsAdmittedOncePerWindow() throws Exception {
        RateLimit once = RateLimit.slidingWindow(1, WINDOW);
        for (int round = 0; round < ROUNDS; round++) {
            ConcurrentHashMap<String, AtomicInteger> admitted = new ConcurrentHashMap<>();
            race(random -> {
                String user = "user" + random.nextInt(USERS);
                if (Ask.admits(store, Ask.plan(user, "chat", once))) {
                    admitted.computeIfAbsent(user, any -> new AtomicInteger()).incrementAndGet();
                }
            });
            assertThat(admitted).hasSize(USERS);
            assertThat(admitted.values()).allSatisfy(count -> assertThat(count).hasValue(1));
            time.advance(round % 3 == 0 ? WINDOW.plusMinutes(2) : WINDOW); // else nobody may be swept away yet
        }
    }

    @Test
    void allOrNothingOverSeveralOwnersAndNoDeadlock() throws Exception {
        RateLimit user = RateLimit.slidingWindow(1, WINDOW);
        RateLimit member = RateLimit.tokenBucket(1, WINDOW).scope(Scope.MEMBER);
        RateLimit chat = RateLimit.fixedWindow(1, WINDOW).scope(Scope.CHAT);
        for (int round = 0; round < ROUNDS; round++) {
            ConcurrentHashMap<String, AtomicInteger> chats = new ConcurrentHashMap<>();
            ConcurrentHashMap<String, AtomicInteger> users = new ConcurrentHashMap<>();
            race(random -> {
                String subject = "user" + random.nextInt(USERS);
                String room = "chat" + random.nextInt(USERS / 2);
                if (Ask.admits(store, Ask.plan(subject, room, chat, member, user))) {
                    chats.computeIfAbsent(room, any -> new AtomicInteger()).incrementAndGet();
                    users.computeIfAbsent(subject, any -> new AtomicInteger()).incrementAndGet();
                }
            });
            assertThat(chats).hasSize(USERS / 2);
            assertThat(users)
                    .as("whoever was refused by a chat has spent nothing")
                    .hasSize(USERS / 2);
            assertThat(chats.values()).allSatisfy(count -> assertThat(count).hasValue(1));
            assertThat(users.values()).allSatisfy(count -> assertThat(count).hasValue(1));
            time.advance(WINDOW.plusMinutes(2));
        }
    }

    @Test
    void aBlockIsInForceOnceItIsMadeAndOverOnceItIsLifted() throws Exception {
        race(random -> {
            // Each thread has subjects of its own, and all fight over the places in the cache.
            Subject subject = new Subject(Thread.currentThread().getName() + random.nextInt(8));
            BoundPlan plan = Ask.plan(subject.id(), "chat");
            Ask.now(store.admin().block(subject, null, "admin", ""));
            assertThat(Ask.verdict(store, plan)).isInstanceOf(Verdict.Blocked.class);
            assertThat(Ask.now(store.admin().unblock(subject))).isPresent();
            assertThat(Ask.verdict(store, plan)).isInstanceOf(Verdict.Admitted.class);
        });
        assertThat(Ask.now(store.admin().blocks(null, 10)).blocks()).isEmpty();
    }

    /** The block comes after the plan has found nothing about the user, and before it locks the chat. */
    @Test
    void aPlanDoesNotMissWhatBecomesKnownBeforeItCommits() throws Exception {
        BoundPlan plan = Ask.plan("42", "chat", RateLimit.perMinute(1).scope(Scope.CHAT));
        Ask.verdict(store, Ask.plan("41", "chat", RateLimit.perMinute(1000).scope(Scope.CHAT)));
        Cell chat = store.cells().find(store.cells().key(Owner.chat("chat")));
        FutureTask<Verdict> evaluation = new FutureTask<>(() -> Ask.verdict(store, plan));
        Thread evaluator = new Thread(evaluation);
        synchronized (chat) {
            evaluator.start();
            while (evaluator.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            Ask.now(store.admin().block(new Subject("42"), null, "admin", ""));
        }
        assertThat(evaluation.get(60, TimeUnit.SECONDS)).isInstanceOf(Verdict.Blocked.class);
    }

    @Test
    void aPinnedCellStaysWhateverComes() {
        Cell owner = store.cells().key(Owner.user("pinned"));
        Cell cell = store.cells().pin(owner, true);
        for (int i = 0; i < 100; i++) {
            Ask.admits(store, Ask.plan("user" + i, "chat", RateLimit.perMinute(10)));
        }
        store.cells().cleanUp();
        assertThat(cell.cached).isTrue();
        store.cells().unpin(owner);
        store.cells().cleanUp();
        assertThat(cell.cached).isFalse();
        assertThat(store.stats().entries()).isLessThanOrEqualTo(3);
    }

    private interface Deed {
        void accept(Random random);
    }

    private void race(Deed deed) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Random random = new Random(thread);
            Callable<?> run = () -> {
                start.await();
                for (int i = 0; i < EACH; i++) {
                    deed.accept(random);
                }
                return null;
            };
            running.add(executor.submit(run));
        }
        start.countDown();
        for (Future<?> one : running) {
            one.get(60, TimeUnit.SECONDS);
        }
    }
}
