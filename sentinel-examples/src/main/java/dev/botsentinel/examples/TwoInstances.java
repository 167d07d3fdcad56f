package dev.botsentinel.examples;

import dev.botsentinel.Sentinel;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.resilient.ResilientStore;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/**
 * Two instances of one bot behind a load balancer, guarded by one Redis: they share a limit, and whom the one blocks is
 * refused by the other. Both run in this process, as they would in two.
 */
public final class TwoInstances {

    private static final PolicySet POLICY =
            PolicySet.builder().defaults(Policy.limits(RateLimit.perMinute(3))).build();

    private final PrintStream out;
    private final String redis;
    private final String prefix;

    /** A real bot reads it from its environment; all instances need the same one. */
    private final FingerprintKey key = FingerprintKey.random();

    TwoInstances(PrintStream out, String redis, String prefix) {
        this.out = out;
        this.redis = redis;
        this.prefix = prefix;
    }

    /** Runs on the Redis whose URI is the argument, {@code redis://localhost} without one. */
    public static void main(String[] args) {
        String uri = args.length == 0 ? "redis://localhost" : args[0];
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new TwoInstances(out, uri, "example:" + UUID.randomUUID()).run();
    }

    void run() {
        try (SentinelStore firstStore = store();
                SentinelStore secondStore = store();
                Sentinel<Request> first = guard(firstStore);
                Sentinel<Request> second = guard(secondStore)) {
            out.println("One limit for both:");
            show("first ", first);
            show("second", second);
            show("first ", first);
            show("second", second);
            if (isBlockedBy(first)) {
                out.println("Blocked on the first:");
                show("second", second);
            }
        }
        cleanUp();
    }

    /**
     * The keys would expire by themselves, a minute after the block at the latest; only the marker, by which a bot notices that Redis
     * has lost its state, would stay. What has a time of its own may be removed as a whole: a bot's state may not.
     */
    private void cleanUp() {
        try (RedisStore left = RedisStore.builder(redis)
                .keyPrefix(prefix)
                .fingerprintKey(key)
                .time(InstantSource.system())
                .build()) {
            Long unused = left.removeAll().toCompletableFuture().join();
        } catch (StoreException | CompletionException noRedis) {
            // Then nothing was written either, or what was is out of reach.
        }
    }

    /** Limits have a stand-in while Redis fails; a block by hand has none, and whoever makes it is told. */
    private boolean isBlockedBy(Sentinel<Request> guard) {
        try {
            guard.blocklist()
                    .block("42", Duration.ofMinutes(1), "anna", "an example")
                    .toCompletableFuture()
                    .join();
            return true;
        } catch (CompletionException noRedis) {
            out.println("Nobody could be blocked: "
                    + Objects.requireNonNull(noRedis.getCause()).getMessage());
            out.println("Start a Redis, or give its URI: TwoInstances redis://host:port");
            return false;
        }
    }

    /** What an instance does while Redis fails: known blocks, and half of each limit. */
    private SentinelStore store() {
        RedisStore shared = RedisStore.builder(redis)
                .keyPrefix(prefix)
                .fingerprintKey(key)
                .timeout(Duration.ofSeconds(1))
                .build();
        return ResilientStore.builder(shared, MemoryStore.create())
                .deadline(Duration.ofSeconds(1))
                .expectedInstances(2)
                .build();
    }

    private static Sentinel<Request> guard(SentinelStore store) {
        return Sentinel.<Request>builder(request -> request)
                .policy(POLICY)
                .store(store)
                .build();
    }

    private void show(String instance, Sentinel<Request> guard) {
        Decision decision = guard.check(
                Request.builder("/weather").subject("42").chat("-100").build());
        String what =
                decision instanceof Decision.Denied denied ? denied.reason().label() : "allowed";
        out.println("  " + instance + " " + what + (decision.degraded() ? ", without Redis" : ""));
    }
}
