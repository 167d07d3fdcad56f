package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A Cluster of local processes: three masters with a replica each. Ends with this JVM, or when closed. */
final class RedisClusterServers implements AutoCloseable {

    static final int MASTERS = 3;

    private static final int SERVERS = 2 * MASTERS;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<ServerProcess.Local> servers = new ArrayList<>();
    private final RedisClient client = RedisClient.create();
    private final List<StatefulRedisConnection<byte[], byte[]>> admins = new ArrayList<>();

    private RedisClusterServers() {
        for (int i = 0; i < SERVERS; i++) {
            servers.add(start());
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> servers.forEach(ServerProcess::remove)));
        servers.forEach(server -> admins.add(Await.value(
                "a server of the Cluster",
                PATIENCE,
                () -> client.connect(ByteArrayCodec.INSTANCE, RedisURI.create(uri(server))))));
        join();
    }

    /** A server that belongs to no Cluster yet. */
    static ServerProcess.Local start() {
        List<String> options = new ArrayList<>(List.of(
                "--save",
                "",
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "2000",
                "--repl-diskless-sync-delay",
                "0"));
        options.addAll(GrantedUser.option());
        options.addAll(List.of("+cluster|slots"));
        return ServerProcess.Local.start(options);
    }

    private static final class Shared {
        static final RedisClusterServers SERVERS = new RedisClusterServers();
    }

    static RedisClusterServers shared() {
        return Shared.SERVERS;
    }

    /** A separate Cluster, for tests that damage it. */
    static RedisClusterServers own() {
        return new RedisClusterServers();
    }

    /** The initial replica of a master. */
    static int replicaOf(int master) {
        return MASTERS + master;
    }

    static int masterOf(int slot) {
        return slot * MASTERS / SlotHash.SLOT_COUNT;
    }

    /** The current master of the slots that a master had initially. */
    int masterNow(int master) {
        Await.that("one master of the two", () -> isMaster(master) != isMaster(replicaOf(master)));
        return isMaster(master) ? master : replicaOf(master);
    }

    /** The other node of the pair, once it has caught up with the master. */
    int replicaNow(int master) {
        int replica = masterNow(master) == master ? replicaOf(master) : master;
        Await.that(
                "a replica that follows",
                () -> master(replica).info("replication").contains("master_link_status:up"));
        return replica;
    }

    /** Gives the slots of a stopped node to another, as an operator without replicas would. */
    void reassign(int ended, int to) {
        String target = master(to).clusterMyId();
        for (int i = 0; i < SERVERS; i++) {
            if (servers.get(i).state() == ServerProcess.State.RUNS && isMaster(i)) {
                for (int slot = firstSlot(ended); slot < firstSlot(ended + 1); slot++) {
                    master(i).clusterSetSlotNode(slot, target);
                }
            }
        }
        awaitServing(to);
    }

    /** How many slots have a master, as far as a node knows. */
    int knownSlots(int index) {
        Matcher assigned = Pattern.compile("cluster_slots_assigned:([0-9]+)")
                .matcher(master(index).clusterInfo());
        return assigned.find() ? Integer.parseInt(assigned.group(1)) : 0;
    }

    /** From now on {@link #asked} counts. */
    void countQuestions(int index) {
        master(index).configSet("slowlog-max-len", "100000");
        master(index).configSet("slowlog-log-slower-than", "0");
    }

    /** How often a node was asked which master has which slot; its own statistics tell commands only, not subcommands. */
    long asked(int index) {
        return master(index).slowlogGet(100_000).stream()
                .map(entry -> (List<?>) ((List<?>) entry).get(3))
                .filter(command -> command.size() == 2 && new String((byte[]) command.get(1), UTF_8).equals("SLOTS"))
                .count();
    }

    /** Returns when a node considers all slots served. */
    void awaitServing(int index) {
        Await.that("a Cluster that serves", () -> master(index).clusterInfo().contains("cluster_state:ok"));
    }

    boolean isMaster(int index) {
        return master(index).info("replication").contains("role:master");
    }

    @Override
    public void close() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
        servers.forEach(ServerProcess::remove);
    }

    String uri() {
        return "redis-cluster://127.0.0.1:" + servers.get(0).port() + ",127.0.0.1:"
                + servers.get(1).port();
    }

    /** A connection to a master with all rights. */
    RedisCommands<byte[], byte[]> master(int index) {
        return admins.get(index).sync();
    }

    /** A connection to the initial master of a key. */
    RedisCommands<byte[], byte[]> masterOf(byte[] key) {
        return master(masterOf(SlotHash.getSlot(key)));
    }

    ServerProcess.Local server(int index) {
        return servers.get(index);
    }

    List<byte[]> keys(String prefix) {
        ScanArgs ours = ScanArgs.Builder.matches((prefix + "*").getBytes(UTF_8)).limit(1000);
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < MASTERS; i++) {
            KeyScanCursor<byte[]> cursor = master(i).scan(ours);
            keys.addAll(cursor.getKeys());
            while (!cursor.isFinished()) {
                cursor = master(i).scan(ScanCursor.of(cursor.getCursor()), ours);
                keys.addAll(cursor.getKeys());
            }
        }
        return keys;
    }

    private void join() {
        for (int i = 0; i < MASTERS; i++) {
            int from = firstSlot(i);
            master(i).clusterAddSlots(IntStream.range(from, firstSlot(i + 1)).toArray());
            master(i).clusterSetConfigEpoch(i + 1L);
        }
        for (int i = 1; i < SERVERS; i++) {
            master(i).clusterMeet("127.0.0.1", servers.get(0).port());
        }
        for (int i = 0; i < SERVERS; i++) {
            RedisCommands<byte[], byte[]> one = master(i);
            Await.value("all to know each other", PATIENCE, () -> {
                if (one.clusterNodes()
                                .lines()
                                .filter(line -> !line.contains("handshake"))
                                .count()
                        < SERVERS) {
                    throw new IllegalStateException("not yet");
                }
                return true;
            });
        }
        for (int i = MASTERS; i < SERVERS; i++) {
            master(i).clusterReplicate(master(i - MASTERS).clusterMyId());
        }
        for (int i = 0; i < SERVERS; i++) {
            RedisCommands<byte[], byte[]> one = master(i);
            Await.value("a Cluster that serves", PATIENCE, () -> {
                if (!one.clusterInfo().contains("cluster_state:ok")) {
                    throw new IllegalStateException("not yet");
                }
                return true;
            });
        }
    }

    private static int firstSlot(int master) {
        return (SlotHash.SLOT_COUNT * master + MASTERS - 1) / MASTERS;
    }

    private static String uri(ServerProcess server) {
        return "redis://" + server.host() + ":" + server.port();
    }
}
