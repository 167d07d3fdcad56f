package dev.botsentinel.redis;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.SentinelStore;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A storage that is soaked, with all that can happen to it.
 *
 * @param faults made anew by each call, so that their proofs count from then on
 * @param stop ends its servers
 */
record SoakTarget(String name, SentinelStore store, Supplier<List<Strike>> faults, Runnable stop)
        implements AutoCloseable {

    /**
     * A fault.
     *
     * @param losesState whether what was written before may be gone afterwards
     */
    record Strike(RedisFault fault, boolean losesState) {}

    private static final int STRANGERS = 300_000;
    private static final RateLimit HOURLY = RateLimit.slidingWindow(3, Duration.ofHours(1));
    private static final Step SPENDING =
            new Step.TakePermits(new AppliedLimit("stranger", "=stranger", HOURLY.scope(), HOURLY));

    static SoakTarget memory() {
        MemoryStore store = MemoryStore.builder()
                .maximumEntries(100_000)
                .fingerprintKey(RedisHarness.KEY)
                .build();
        strangers(store); // full from the beginning, so that what grows later is seen
        // Strangers may take the place of who isn't protected: of limits that aren't exhausted, and of fingerprints.
        RedisFault flood = new RedisFault("a flood of strangers", () -> strangers(store), () -> true, () -> {});
        RedisFault garbage = new RedisFault("a full collection", System::gc, () -> true, System::gc);
        return new SoakTarget(
                "memory", store, () -> List.of(new Strike(flood, true), new Strike(garbage, false)), () -> {});
    }

    private static void strangers(SentinelStore store) {
        for (int i = 0; i < STRANGERS; i++) {
            Verdict unused = BoundPlan.of(List.of(SPENDING), "stranger-" + i, null, null, false)
                    .on(store)
                    .toCompletableFuture()
                    .join();
        }
    }

    static SoakTarget redis() {
        TestRedis server = ServerFaults.start();
        Wire wire = new Wire(server.host(), server.port());
        ServerFaults of = new ServerFaults(server);
        SentinelStore store = guarded(GrantedUser.login(wire.uri()));
        return new SoakTarget(
                "redis",
                store,
                () -> List.of(
                        new Strike(of.killed(), true),
                        new Strike(of.stopped(), false),
                        new Strike(of.readOnly(), true),
                        new Strike(of.outOfMemory(), false),
                        new Strike(of.busy(), false),
                        new Strike(of.withoutRights(), false),
                        new Strike(of.full(), false),
                        new Strike(scriptsFlushed(server), false),
                        new Strike(flushed(server), true),
                        new Strike(clientsKilled(server), false),
                        new Strike(troubled(wire, "reply lost, then reset", WireFault.lossOfDecisions()), false),
                        new Strike(troubled(wire, "200 ms latency", WireFault.latency(Duration.ofMillis(200))), false),
                        new Strike(
                                troubled(wire, "bytes that trickle", WireFault.trickle(Duration.ofMillis(5))), false),
                        new Strike(
                                troubled(
                                        wire,
                                        "a tenth of all calls struck",
                                        WireFault.mixed(0.1, Duration.ofMillis(80))),
                                false),
                        new Strike(troubled(wire, "silence", WireFault.silence()), false),
                        new Strike(new RedisFault("connections reset", wire::cut, () -> true, () -> {}), false)),
                () -> {
                    wire.close();
                    server.close();
                });
    }

    static SoakTarget cluster() {
        RedisClusterServers servers = RedisClusterServers.own();
        SentinelStore store = guarded(servers.uri());
        return new SoakTarget(
                "cluster",
                store,
                () -> {
                    List<Strike> strikes = new ArrayList<>();
                    for (int i = 0; i < RedisClusterServers.MASTERS; i++) {
                        strikes.add(new Strike(hungForASecond(servers, i), true));
                        strikes.add(new Strike(failedOver(servers, i), true));
                    }
                    return strikes;
                },
                servers::close);
    }

    private static SentinelStore guarded(String uri) {
        return Protection.FULL.around(RedisStore.builder(uri)
                .keyPrefix("test:" + UUID.randomUUID())
                .fingerprintKey(RedisHarness.KEY)
                .timeout(Protection.FULL.timeout())
                .build());
    }

    private static RedisFault scriptsFlushed(TestRedis server) {
        return new RedisFault("`SCRIPT FLUSH`", () -> server.admin().sync().scriptFlush(), () -> true, () -> {});
    }

    private static RedisFault flushed(TestRedis server) {
        return new RedisFault("`FLUSHALL`", () -> server.admin().sync().flushall(), () -> true, () -> {});
    }

    private static RedisFault clientsKilled(TestRedis server) {
        return new RedisFault(
                "`CLIENT KILL`",
                () -> server.admin()
                        .sync()
                        .clientKill(KillArgs.Builder.typeNormal().skipme()),
                () -> true,
                () -> {});
    }

    private static RedisFault troubled(Wire wire, String name, Supplier<WireFault> trouble) {
        long before = wire.harmed();
        return new RedisFault(name, () -> wire.trouble(trouble), () -> wire.harmed() > before, wire::noMoreTrouble);
    }

    private static RedisFault hungForASecond(RedisClusterServers servers, int pair) {
        int[] hung = new int[1];
        return new RedisFault(
                "Cluster, a master hangs",
                () -> {
                    hung[0] = servers.masterNow(pair);
                    servers.replicaNow(pair);
                    servers.server(hung[0]).pause();
                },
                () -> servers.server(hung[0]).state() == ServerProcess.State.PAUSED,
                () -> servers.server(hung[0]).resume());
    }

    private static RedisFault failedOver(RedisClusterServers servers, int pair) {
        int[] taking = new int[1];
        return new RedisFault(
                "Cluster, a replica takes over",
                () -> {
                    taking[0] = servers.replicaNow(pair);
                    servers.master(taking[0]).clusterFailover(false);
                },
                () -> servers.isMaster(taking[0]),
                () -> {});
    }

    @Override
    public void close() {
        store.close();
        stop.run();
    }
}
