package dev.botsentinel.redis;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.Denial;
import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.event.SecurityEvent.StoreRecovered;
import dev.botsentinel.micrometer.SentinelMetrics;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.SentinelStore;
import io.lettuce.core.cluster.SlotHash;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A guard with all stages in front of a Redis that will fail, and everything observable from outside. */
final class GuardUnderFault implements AutoCloseable {

    /** A decision with a cached principal takes at most 120 ms; the rest is slack for a busy machine. */
    static final Duration LONGEST_DECISION = Duration.ofMillis(120 + 380);

    static final String BLOCKED_BY_POLICY = "666";
    static final String GUEST = "guest";
    static final int PERMITS = 4;
    static final Duration LIMITED_PER = Duration.ofMinutes(10);

    /** A limit that never runs out, so that its remaining permits show how many were spent. */
    static final int PLENTY = 1_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final PolicySet POLICY = PolicySet.builder()
            .blocked(BLOCKED_BY_POLICY)
            .action("/say", Policy.noLimits().debounce(Duration.ofMinutes(10)))
            .action("/limited", Policy.limits(RateLimit.slidingWindow(PERMITS, LIMITED_PER)))
            .action("/members", Policy.noLimits().requires(Requirement.REGISTERED))
            .action("/ping", Policy.limits(RateLimit.fixedWindow(PLENTY, Duration.ofDays(365))))
            .build();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
    private final String prefix = "test:" + UUID.randomUUID();
    private final Map<String, String> users = new ConcurrentHashMap<>();
    private final IntPredicate slots;
    private final SentinelStore store;
    private final Sentinel<Request> sentinel;
    private volatile long recoveredNanos;

    GuardUnderFault(String uri) {
        this(uri, Protection.FULL, builder -> builder);
    }

    GuardUnderFault(String uri, Protection protection, UnaryOperator<RedisStoreBuilder> more) {
        this(uri, protection, more, slot -> true);
    }

    /** @param slots the slots of all users on a Cluster */
    GuardUnderFault(String uri, Protection protection, UnaryOperator<RedisStoreBuilder> more, IntPredicate slots) {
        this.slots = slots;
        SentinelMetrics metrics = SentinelMetrics.to(meters);
        RedisStoreBuilder redis = RedisStore.builder(uri)
                .keyPrefix(prefix)
                .fingerprintKey(RedisHarness.KEY)
                .timeout(protection.timeout());
        this.store = protection.around(metrics.timed("redis", more.apply(redis).build()));
        this.sentinel = Sentinel.<Request>builder(request -> request)
                .policy(POLICY)
                .store(store)
                .resolver(GuardUnderFault::resolve)
                .listener(metrics)
                .listener(this::heard)
                .decisionListener(metrics)
                .build();
    }

    private static CompletableFuture<Resolution> resolve(Request request) {
        boolean guest = request.subject() != null && request.subject().id().startsWith(GUEST);
        return CompletableFuture.completedFuture(Resolution.of(guest ? Principal.ANONYMOUS : Principal.REGISTERED));
    }

    private void heard(SecurityEvent event) {
        if (event instanceof StoreRecovered) {
            recoveredNanos = System.nanoTime();
        }
        if (!(event instanceof Denial)) {
            events.add(event);
        }
    }

    /** The id of a user, which starts with the name. */
    String user(String name) {
        return name.equals(BLOCKED_BY_POLICY) ? name : users.computeIfAbsent(name, this::inItsSlot);
    }

    private String inItsSlot(String name) {
        return userIn(slots, name);
    }

    /** The id of another user, whose slot is one of these. */
    String userIn(IntPredicate slots, String name) {
        Keys keys = new Keys(prefix);
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> name + "." + i)
                .filter(id -> slots.test(SlotHash.getSlot(keys.owner(Owner.user(id)))))
                .findFirst()
                .orElseThrow();
    }

    /** Decides within {@link #LONGEST_DECISION}; a slower decision fails the test. */
    Decision decide(Request request) {
        try {
            return sentinel.checkAsync(request)
                    .toCompletableFuture()
                    .get(LONGEST_DECISION.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(request.action() + " took longer than " + LONGEST_DECISION);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Decides, however long it takes. */
    Decision decideAtLeisure(Request request) {
        return sentinel.check(request);
    }

    void block(String subject) throws Exception {
        sentinel.blocklist()
                .block(user(subject), Duration.ofMinutes(10), "admin", "")
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Asserts one more event and count of an outage than of a recovery. */
    void awaitOutage() {
        Await.that("the event of an outage", this::isInOutage);
        Await.that("its counter", () -> count("sentinel.store.outages") == heard(StoreDegraded.class));
    }

    /**
     * Asserts as many events and counts of a recovery as of an outage.
     *
     * @return when it was reported, by {@link System#nanoTime()}
     */
    long awaitRecovery() {
        Await.that("the event of a recovery", () -> heard(StoreRecovered.class) == heard(StoreDegraded.class));
        Await.that("its counter", () -> count("sentinel.store.recoveries") == heard(StoreRecovered.class));
        return recoveredNanos;
    }

    /** Whether an outage was reported, but not its end. */
    boolean isInOutage() {
        return heard(StoreDegraded.class) > heard(StoreRecovered.class);
    }

    /** The nodes that the events of outages named so far. */
    List<String> degradedNodes() {
        return events.stream()
                .filter(StoreDegraded.class::isInstance)
                .map(event -> String.valueOf(((StoreDegraded) event).node()))
                .toList();
    }

    long heard(Class<? extends SecurityEvent> kind) {
        return events.stream().filter(kind::isInstance).count();
    }

    /** The sum of all counters with a name. */
    double count(String name) {
        return meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
    }

    /** The number of plans sent to Redis so far. */
    long remoteAttempts() {
        return meters.find("sentinel.store.evaluations").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Override
    public void close() {
        sentinel.close();
        store.close();
    }
}
