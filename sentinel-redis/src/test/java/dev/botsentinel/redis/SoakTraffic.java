package dev.botsentinel.redis;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.Blocked;
import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.event.SecurityEvent.StoreRecovered;
import dev.botsentinel.event.SecurityEvent.Unblocked;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends updates of many kinds to one guard at an even rate, and holds each decision against what the guard promises, with
 * what it has seen itself and nothing from inside. Broken promises are collected as sentences.
 */
final class SoakTraffic implements AutoCloseable {

    /** A decision takes at most this, the time aside in which nothing ran on this machine. */
    static final Duration LONGEST = GuardUnderFault.LONGEST_DECISION;

    private static final Logger LOG = LoggerFactory.getLogger(SoakTest.class);
    private static final String NEXT = "blocked-next";
    private static final int THREADS = 2;
    private static final int BLOCKED = 20;
    private static final int LIMITED = 200;
    private static final int CALM = 5_000;
    private static final int PERMITS = 4;
    private static final int LOCAL_PERMITS = PERMITS / Protection.INSTANCES;
    private static final Duration PER = Duration.ofSeconds(10);
    private static final int MOST_BROKEN = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final PolicySet POLICY = PolicySet.builder()
            .blocked("666")
            .action("/limited", Policy.limits(RateLimit.slidingWindow(PERMITS, PER)))
            .action("/say", Policy.noLimits().debounce(Duration.ofMinutes(1)))
            .action("/members", Policy.noLimits().requires(Requirement.REGISTERED))
            .action("/calm", Policy.limits(RateLimit.perMinute(1_000)))
            .build();

    private final String name;
    private final StandStill standStill;
    private final int perSecond;
    private final Sentinel<Request> sentinel;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    private final Map<String, Boolean> degradedNodes = new ConcurrentHashMap<>();
    private final AtomicLong outages = new AtomicLong();
    private final AtomicLong recoveries = new AtomicLong();
    private final AtomicLong decisions = new AtomicLong();
    private final AtomicLong degraded = new AtomicLong();
    private final AtomicLong worstNanos = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong blocks = new AtomicLong();
    private final AtomicLong unblocks = new AtomicLong();
    private final Deque<long[]> losses = new ConcurrentLinkedDeque<>();
    private volatile boolean ended;

    /** What one user was granted lately, by the shared storage or without it. One thread sends all updates of a user. */
    private record Granted(Deque<long[]> shared, Deque<long[]> local) {}

    SoakTraffic(String name, SentinelStore store, int perSecond, StandStill standStill) {
        this.name = name;
        this.perSecond = perSecond;
        this.standStill = standStill;
        this.sentinel = Sentinel.<Request>builder(request -> request)
                .policy(POLICY)
                .store(store)
                .resolver(SoakTraffic::resolve)
                .listener(this::heard)
                .build();
    }

    private static CompletableFuture<Resolution> resolve(Request request) {
        boolean guest = request.subjectId().startsWith("guest");
        return CompletableFuture.completedFuture(Resolution.of(guest ? Principal.ANONYMOUS : Principal.REGISTERED));
    }

    void start() throws Exception {
        for (int i = 0; i < BLOCKED; i++) {
            block("blocked-" + i);
        }
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            Thread thread = new Thread(() -> run(number), "soak-" + name + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** One outage of one node is told once, and its end once. */
    void heard(SecurityEvent event) {
        if (event instanceof Blocked) {
            blocks.getAndIncrement();
        } else if (event instanceof Unblocked) {
            unblocks.getAndIncrement();
        } else if (event instanceof StoreDegraded outage) {
            outages.getAndIncrement();
            if (degradedNodes.put(String.valueOf(outage.node()), true) != null) {
                broken("an outage of " + outage.node() + " was told twice");
            }
        } else if (event instanceof StoreRecovered recovery) {
            recoveries.getAndIncrement();
            if (degradedNodes.remove(String.valueOf(recovery.node())) == null) {
                broken("the end of an outage of " + recovery.node() + " was told that nobody was told of");
            }
        }
    }

    private void run(int number) {
        Map<String, Granted> granted = new HashMap<>();
        Random random = new Random(number);
        long start = System.nanoTime();
        try {
            for (long i = 0; !ended; i++) {
                int kind = (int) (i % 10);
                if (kind == 0) {
                    expect(Reason.BLOCKED, request("/calm", "blocked-" + random.nextInt(BLOCKED)));
                } else if (kind == 1) {
                    expect(Reason.BLOCKED, request("/calm", "666"));
                } else if (kind == 2) {
                    expect(Reason.UNREGISTERED, request("/members", "guest-" + random.nextInt(CALM)));
                } else if (kind == 3) {
                    repeat(number + "-" + random.nextInt(CALM), Long.toString(i));
                } else if (kind < 7) {
                    limited("limited-" + number + "-" + random.nextInt(LIMITED), granted);
                } else {
                    expect(null, request("/calm", "calm-" + number + "-" + random.nextInt(CALM)));
                }
                awaitDue(start, i);
            }
        } catch (Throwable failure) {
            broken("the traffic ended: " + failure);
        }
    }

    private void awaitDue(long start, long sent) {
        long due = start + sent * TimeUnit.SECONDS.toNanos(1) * THREADS / perSecond;
        while (System.nanoTime() - due < 0 && !ended) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private static Request.Builder of(String action, String user) {
        return Request.builder(action).subject(user);
    }

    private static Request request(String action, String user) {
        return of(action, user).build();
    }

    /** @param start when it began and ended, by {@link System#nanoTime()} */
    private record Timed(Decision decision, long start, long end) {}

    private Timed decide(Request request) {
        long start = System.nanoTime();
        Decision decision = sentinel.check(request);
        long end = System.nanoTime();
        decisions.getAndIncrement();
        if (decision.degraded()) {
            degraded.getAndIncrement();
        }
        long nanos = end - start - standStill.nanosBetween(start, end);
        worstNanos.accumulateAndGet(nanos, Math::max);
        if (nanos > LONGEST.toNanos()) {
            broken(request.actionName() + " took " + TimeUnit.NANOSECONDS.toMillis(end - start)
                    + " ms, of which nothing ran for "
                    + TimeUnit.NANOSECONDS.toMillis(standStill.nanosBetween(start, end)));
        }
        return new Timed(decision, start, end);
    }

    /** @param reason null for allowed */
    private void expect(@Nullable Reason reason, Request request) {
        Decision decision = decide(request).decision;
        Reason found = decision instanceof Denied denied ? denied.reason() : null;
        if (found != reason) {
            broken(request.subjectId() + " asked for " + request.actionName() + ": expected "
                    + (reason == null ? "allowed" : reason) + ", but: " + decision.explain());
        }
    }

    /** Both known to Redis, or both known here: then the second is a duplicate. */
    private void repeat(String user, String text) {
        Request request = of("/say", user).content(Content.of("message", text)).build();
        Timed first = decide(request);
        Timed second = decide(request);
        if (!first.decision.isAllowed()) {
            broken("what nobody has said before was refused: " + first.decision.explain());
        }
        boolean sameMemory = first.decision.degraded() == second.decision.degraded();
        if (second.decision.isAllowed() && sameMemory && lossesSince(first.start) == 0) {
            broken("the same was let through twice, " + (first.decision.degraded() ? "without Redis" : "by Redis"));
        }
    }

    /** Never more than the limit in any of its windows; a loss of the state grants one more budget, and no more. */
    private void limited(String user, Map<String, Granted> granted) {
        Timed timed = decide(request("/limited", user));
        Granted lately = granted.computeIfAbsent(user, any -> new Granted(new ArrayDeque<>(), new ArrayDeque<>()));
        if (!timed.decision.isAllowed()) {
            if (((Denied) timed.decision).reason() != Reason.RATE_LIMITED) {
                broken("a limit refused for another reason: " + timed.decision.explain());
            }
            return;
        }
        boolean local = timed.decision.degraded();
        Deque<long[]> same = local ? lately.local : lately.shared;
        while (!same.isEmpty() && timed.end - same.getFirst()[0] >= PER.toNanos()) {
            same.removeFirst();
        }
        same.addLast(new long[] {timed.start, timed.end});
        long most = (local ? LOCAL_PERMITS : PERMITS) * (1 + lossesSince(same.getFirst()[0]));
        if (same.size() > most) {
            broken(same.size() + " were admitted within "
                    + TimeUnit.NANOSECONDS.toMillis(timed.end - same.getFirst()[0]) + " ms, "
                    + (local ? "without the shared storage" : "by the shared storage"));
        }
    }

    /** How often the storage may have lost what was written since then. */
    private long lossesSince(long sinceNanos) {
        return losses.stream().filter(loss -> loss[1] - sinceNanos > 0).count();
    }

    /** From here on the storage may lose once what it was told. */
    void stateMayBeLost() {
        losses.addLast(new long[] {System.nanoTime(), Long.MAX_VALUE});
    }

    /** From here on it keeps it. */
    void stateIsKept() {
        long[] last = losses.peekLast();
        if (last != null && last[1] == Long.MAX_VALUE) {
            losses.removeLast();
            losses.addLast(new long[] {last[0], System.nanoTime()});
        }
    }

    private void broken(String sentence) {
        if (broken.size() < MOST_BROKEN) {
            broken.add(name + ": " + sentence);
            LOG.info("{} BROKEN: {}", name, sentence);
        }
    }

    boolean isInOutage() {
        return !degradedNodes.isEmpty();
    }

    void block(String user) throws Exception {
        sentinel.blocklist().block(user, "admin", "").toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        changes.getAndIncrement();
    }

    /** Before the fault; a block that is as new must survive it. */
    void blockTheNext() throws Exception {
        block(NEXT);
        expect(Reason.BLOCKED, request("/calm", NEXT));
    }

    /** After the fault: it is still in force, and ends. */
    void unblockTheNext() throws Exception {
        expect(Reason.BLOCKED, request("/calm", NEXT));
        sentinel.blocklist()
                .unblock(NEXT, "admin", "")
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        expect(null, request("/calm", NEXT));
    }

    /** What was promised and not kept, so far. */
    List<String> brokenPromises() {
        return List.copyOf(broken);
    }

    String summary() {
        return String.format(
                Locale.ROOT,
                "%s: %,d decisions, %,d of them degraded, %d outages, slowest %.0f ms",
                name,
                decisions.get(),
                degraded.get(),
                outages.get(),
                worstNanos.get() / 1e6);
    }

    long decisions() {
        return decisions.get();
    }

    /** Ends the traffic; afterwards all outages have ended, each told once. */
    void end() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            if (thread.isAlive()) {
                broken("a decision never ended");
            }
        }
        if (outages.get() != recoveries.get()) {
            broken(outages + " outages were told, and " + recoveries + " ends of outages");
        }
        if (blocks.get() != changes.get() || unblocks.get() != changes.get() - BLOCKED) {
            broken(changes + " blocks were made, " + blocks + " told, and " + unblocks + " ends of blocks");
        }
    }

    @Override
    public void close() {
        ended = true;
        sentinel.close();
    }
}
