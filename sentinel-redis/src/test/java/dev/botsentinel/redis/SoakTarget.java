package dev.botsentinel.redis;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.SentinelStore;
import io.lettuce.core.KillArgs;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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

    private static final RedisFault.Action NOTHING = () -> {};
    private static final int STRANGERS = 300_000;
    private static final int MOVING_SLOT = SlotHash.SLOT_COUNT - 1;
    private static final RateLimit HOURLY = RateLimit.slidingWindow(3, Duration.ofHours(1));
    private static final Step SPENDING =
            new Step.TakePermits(new AppliedLimit("stranger", "=stranger", HOURLY.scope(), HOURLY));

    static SoakTarget of(String name) {
        return switch (name) {
            case "memory" -> memory();
            case "redis" -> redis();
            case "sentinel" -> sentinel();
            case "cluster" -> cluster();
            default -> throw new IllegalArgumentException("-Dsoak.only: there is no " + name);
        };
    }

    private static SoakTarget memory() {
        MemoryStore store = MemoryStore.builder()
                .maximumEntries(1_000_000) // room for all, since who finds none may be forgotten
                .fingerprintKey(RedisHarness.KEY)
                .build();
        strangers(store); // full from the beginning, so that what grows later is seen
        return new SoakTarget(
                "memory",
                store,
                () -> List.of(
                        keeping(at("a flood of strangers", () -> strangers(store))),
                        keeping(at("a full collection", System::gc))),
                () -> {});
    }

    private static void strangers(SentinelStore store) {
        for (int i = 0; i < STRANGERS; i++) {
            Verdict unused = BoundPlan.of(List.of(SPENDING), "stranger-" + i, null, null, false)
                    .on(store)
                    .toCompletableFuture()
                    .join();
        }
    }

    private static SoakTarget redis() {
        List<String> options = new ArrayList<>(List.of(ServerFaults.loadingOptions()));
        options.addAll(List.of("--lua-time-limit", "20", "--maxmemory-policy", "noeviction"));
        TestRedis server = TestRedis.start(options.toArray(String[]::new));
        Wire wire = new Wire(server.host(), server.port());
        ServerFaults of = new ServerFaults(server);
        return new SoakTarget(
                "redis",
                guarded(GrantedUser.login(wire.uri())),
                () -> List.of(
                        losing(of.killed()),
                        losing(loading(server)),
                        losing(at("`FLUSHALL`", () -> server.admin().sync().flushall())),
                        keeping(of.stopped()),
                        keeping(of.readOnly()),
                        keeping(of.outOfMemory()),
                        keeping(of.busy()),
                        keeping(of.withoutRights()),
                        keeping(of.full()),
                        keeping(at("`SCRIPT FLUSH`", () -> server.admin().sync().scriptFlush())),
                        keeping(at(
                                "`CLIENT KILL`",
                                () -> server.admin()
                                        .sync()
                                        .clientKill(
                                                KillArgs.Builder.typeNormal().skipme()))),
                        keeping(troubled(wire, "reply lost, then reset", WireFault.lossOfDecisions())),
                        keeping(troubled(wire, "200 ms latency", WireFault.latency(Duration.ofMillis(200)))),
                        keeping(troubled(wire, "bytes that trickle", WireFault.trickle(Duration.ofMillis(5)))),
                        keeping(troubled(
                                wire, "a tenth of all calls struck", WireFault.mixed(0.1, Duration.ofMillis(80)))),
                        keeping(troubled(wire, "silence", WireFault.silence())),
                        keeping(unansweredHandshake(wire)),
                        keeping(at("half-open connections", () -> wire.troubleThoseThere(WireFault.silence()))),
                        keeping(at("connections reset", wire::cut))),
                () -> {
                    wire.close();
                    server.close();
                });
    }

    private static SoakTarget sentinel() {
        SentinelServers servers = new SentinelServers();
        servers.awaitReady();
        return new SoakTarget(
                "sentinel",
                guarded(servers.uri()),
                () -> List.of(
                        losing(masterGone(servers, "`kill -9` of the master", false, false)),
                        losing(masterGone(servers, "the master hangs", true, false)),
                        losing(masterGone(servers, "the master and a Sentinel are gone", false, true)),
                        keeping(hung("a Sentinel hangs", servers.sentinels().get(0)))),
                servers::close);
    }

    private static SoakTarget cluster() {
        RedisClusterServers servers = RedisClusterServers.own();
        int[] home = {RedisClusterServers.masterOf(MOVING_SLOT)};
        return new SoakTarget(
                "cluster",
                guarded(servers.uri()),
                () -> {
                    List<Strike> strikes = new ArrayList<>();
                    for (int i = 0; i < RedisClusterServers.MASTERS; i++) {
                        strikes.add(losing(masterHangs(servers, i)));
                        strikes.add(losing(masterKilled(servers, i)));
                        strikes.add(keeping(failedOver(servers, i)));
                    }
                    strikes.add(keeping(at("a slot moves", () -> {
                        int to = (home[0] + 1) % RedisClusterServers.MASTERS;
                        move(servers, home[0], to);
                        home[0] = to;
                    })));
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

    private static Strike losing(RedisFault fault) {
        return new Strike(fault, true);
    }

    private static Strike keeping(RedisFault fault) {
        return new Strike(fault, false);
    }

    /** A fault of one moment. */
    private static RedisFault at(String name, RedisFault.Action strike) {
        return new RedisFault(name, strike, () -> true, NOTHING);
    }

    private static RedisFault troubled(Wire wire, String name, Supplier<WireFault> trouble) {
        long before = wire.harmed();
        return new RedisFault(name, () -> wire.trouble(trouble), () -> wire.harmed() > before, wire::noMoreTrouble);
    }

    private static RedisFault unansweredHandshake(Wire wire) {
        int before = wire.connections();
        return new RedisFault(
                "handshakes that are never answered",
                () -> {
                    wire.trouble(WireFault.silence());
                    wire.cut();
                },
                () -> wire.connections() > before,
                wire::noMoreTrouble);
    }

    /** Emptied before, for each key takes its time to load; and after, so that a later restart is empty again. */
    private static RedisFault loading(TestRedis server) {
        RedisFault loads = ServerFaults.loads(server);
        return new RedisFault(
                loads.name(),
                () -> {
                    server.admin().sync().flushall();
                    loads.strike().run();
                },
                () -> true,
                () -> {
                    loads.heal().run();
                    server.admin().sync().flushall();
                    server.admin().sync().save();
                });
    }

    private static RedisFault hung(String name, ServerProcess server) {
        return new RedisFault(name, server::pause, () -> server.state() == ServerProcess.State.PAUSED, server::resume);
    }

    /** Another server becomes the master; the one that was comes back as its replica. */
    private static RedisFault masterGone(SentinelServers servers, String name, boolean hangs, boolean withSentinel) {
        List<ServerProcess.Local> pair = List.of(servers.master(), servers.replica());
        ServerProcess.Local sentinel = servers.sentinels().get(0);
        ServerProcess.Local[] roles = new ServerProcess.Local[2];
        return new RedisFault(
                "Sentinel: " + name,
                () -> {
                    Await.value("a master and a replica that follows", Duration.ofSeconds(40), () -> {
                        boolean first = info(pair.get(0)).contains("role:master");
                        roles[0] = pair.get(first ? 0 : 1);
                        roles[1] = pair.get(first ? 1 : 0);
                        if (!info(roles[0]).contains("role:master")
                                || !info(roles[1]).contains("link_status:up")) {
                            throw new IllegalStateException("not yet");
                        }
                        return true;
                    });
                    if (withSentinel) {
                        sentinel.pause();
                    }
                    if (hangs) {
                        roles[0].pause();
                    } else {
                        roles[0].stop();
                    }
                },
                () -> roles[0].state() != ServerProcess.State.RUNS,
                () -> {
                    Await.value("a failover", Duration.ofSeconds(40), () -> {
                        if (!info(roles[1]).contains("role:master")) {
                            throw new IllegalStateException("not yet");
                        }
                        return true;
                    });
                    if (withSentinel) {
                        sentinel.resume();
                    }
                    if (hangs) {
                        roles[0].resume();
                    } else {
                        roles[0].startAgain();
                    }
                });
    }

    /** Over a connection of its own, for none must be left behind. */
    private static String info(ServerProcess server) {
        RedisClient client = RedisClient.create(RedisURI.create("redis://127.0.0.1:" + server.port()));
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection.sync().info("replication");
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    private static RedisFault masterHangs(RedisClusterServers servers, int pair) {
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

    private static RedisFault masterKilled(RedisClusterServers servers, int pair) {
        int[] roles = new int[2];
        return new RedisFault(
                "Cluster, `kill -9` of a master",
                () -> {
                    roles[0] = servers.masterNow(pair);
                    roles[1] = servers.replicaNow(pair);
                    servers.server(roles[0]).stop();
                },
                () -> servers.server(roles[0]).state() == ServerProcess.State.ENDED,
                () -> {
                    Await.that("a failover", () -> servers.isMaster(roles[1]));
                    servers.awaitServing(roles[1]);
                    servers.server(roles[0]).startAgain();
                });
    }

    private static RedisFault failedOver(RedisClusterServers servers, int pair) {
        int[] taking = new int[1];
        return new RedisFault(
                "Cluster, planned failover",
                () -> {
                    taking[0] = servers.replicaNow(pair);
                    servers.master(taking[0]).clusterFailover(false);
                },
                () -> servers.isMaster(taking[0]),
                NOTHING);
    }

    private static void move(RedisClusterServers servers, int fromPair, int toPair) {
        RedisCommands<byte[], byte[]> from = servers.master(servers.masterNow(fromPair));
        int target = servers.masterNow(toPair);
        RedisCommands<byte[], byte[]> to = servers.master(target);
        String there = to.clusterMyId();
        to.clusterSetSlotImporting(MOVING_SLOT, from.clusterMyId());
        from.clusterSetSlotMigrating(MOVING_SLOT, there);
        int port = servers.server(target).port();
        for (List<byte[]> keys = from.clusterGetKeysInSlot(MOVING_SLOT, 10);
                !keys.isEmpty();
                keys = from.clusterGetKeysInSlot(MOVING_SLOT, 10)) {
            for (byte[] key : keys) {
                from.migrate("127.0.0.1", port, 0, 5000, MigrateArgs.Builder.key(key));
            }
        }
        to.clusterSetSlotNode(MOVING_SLOT, there);
        from.clusterSetSlotNode(MOVING_SLOT, there);
    }

    @Override
    public void close() {
        store.close();
        stop.run();
    }
}
