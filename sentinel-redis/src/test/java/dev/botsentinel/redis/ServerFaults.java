package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.util.ArrayList;
import java.util.List;

/** Faults of a server, each with its proof. */
final class ServerFaults {

    /** Loading the data set takes two seconds; meanwhile the server serves its clients every 2 MB. */
    private static final int KEYS = 20;

    private static final int BYTES_PER_KEY = 1 << 20;
    private static final String MICROS_PER_KEY = "100000";

    private final TestRedis server;

    ServerFaults(TestRedis server) {
        this.server = server;
    }

    static TestRedis start() {
        List<String> options = new ArrayList<>(GrantedUser.option());
        options.addAll(List.of("--lua-time-limit", "20", "--maxmemory-policy", "noeviction"));
        return TestRedis.start(options.toArray(String[]::new));
    }

    RedisFault downAtTheStart() {
        return new RedisFault("down at the start", server::kill, this::isEnded, server::startAgain);
    }

    private boolean isEnded() {
        return server.state() == ServerProcess.State.ENDED;
    }

    /** The server restarts without data on disk. */
    RedisFault killed() {
        return new RedisFault("`kill -9`, restart empty", server::kill, this::isEnded, server::startAgain);
    }

    RedisFault stopped() {
        return new RedisFault(
                "`SIGSTOP`", server::pause, () -> server.state() == ServerProcess.State.PAUSED, server::resume);
    }

    RedisFault readOnly() {
        return new RedisFault(
                "`READONLY`: has become a replica",
                () -> admin().replicaof("127.0.0.1", ServerProcess.freePort()),
                () -> admin().info("replication").contains("role:slave"),
                () -> admin().replicaofNoOne());
    }

    static String[] loadingOptions() {
        List<String> options = new ArrayList<>(GrantedUser.option());
        options.addAll(List.of("--key-load-delay", MICROS_PER_KEY, "--rdbcompression", "no"));
        return options.toArray(String[]::new);
    }

    static RedisFault loads(TestRedis loading) {
        return new RedisFault(
                "`LOADING`",
                () -> {
                    byte[] value = new byte[BYTES_PER_KEY];
                    for (int i = 0; i < KEYS; i++) {
                        loading.admin().sync().set(("load:" + i).getBytes(US_ASCII), value);
                    }
                    loading.restart();
                },
                () -> loading.info("loading") == 1,
                () -> Await.that("a server that has loaded", () -> loading.info("loading") == 0));
    }

    RedisFault outOfMemory() {
        return new RedisFault(
                "out of memory, `noeviction`",
                () -> admin().configSet("maxmemory", "1"),
                () -> refuses("OOM", () -> admin().set(new byte[] {1}, new byte[] {1})),
                () -> admin().configSet("maxmemory", "0"));
    }

    /** Options of a server that can't save: nobody may create files there. */
    static String[] unsaveableOptions() {
        List<String> options = new ArrayList<>(GrantedUser.option());
        options.addAll(List.of("--dir", "/proc", "--stop-writes-on-bgsave-error", "no"));
        return options.toArray(String[]::new);
    }

    RedisFault unsaveable() {
        return new RedisFault(
                "`MISCONF`: can't save",
                () -> {
                    admin().configSet("save", "3600 1");
                    admin().bgsave();
                    Await.that(
                            "a save that fails",
                            () -> admin().info("persistence").contains("rdb_last_bgsave_status:err"));
                    admin().configSet("stop-writes-on-bgsave-error", "yes");
                },
                () -> refuses("MISCONF", () -> admin().set(new byte[] {1}, new byte[] {1})),
                () -> admin().configSet("stop-writes-on-bgsave-error", "no"));
    }

    RedisFault busy() {
        return new RedisFault(
                "`BUSY` with a script",
                this::runForEver,
                () -> refuses("BUSY", () -> admin().ping()),
                () -> refuses("NOTBUSY", () -> admin().scriptKill()));
    }

    RedisFault withoutRights() {
        return new RedisFault(
                "`NOPERM`",
                () -> {
                    admin().aclLogReset();
                    setRights("-evalsha", "-eval");
                },
                () -> !admin().aclLog().isEmpty(),
                () -> setRights("+evalsha", "+eval"));
    }

    RedisFault full() {
        return new RedisFault(
                "too many clients",
                () -> {
                    admin().configSet("maxclients", "1");
                    admin().clientKill(KillArgs.Builder.typeNormal().skipme());
                },
                () -> server.info("rejected_connections") > 0,
                () -> admin().configSet("maxclients", "1000"));
    }

    private void setRights(String... rules) {
        ProtocolKeyword acl = () -> "ACL".getBytes(US_ASCII);
        CommandArgs<byte[], byte[]> arguments =
                new CommandArgs<>(ByteArrayCodec.INSTANCE).add("SETUSER").add(GrantedUser.NAME);
        for (String rule : rules) {
            arguments.add(rule);
        }
        admin().dispatch(acl, new StatusOutput<>(ByteArrayCodec.INSTANCE), arguments);
    }

    private static boolean refuses(String error, Runnable command) {
        try {
            command.run();
            return false;
        } catch (RedisCommandExecutionException refusal) {
            return String.valueOf(refusal.getMessage()).contains(error);
        }
    }

    RedisCommands<byte[], byte[]> admin() {
        return server.admin().sync();
    }

    private void runForEver() {
        RedisFuture<?> unused = server.connected().async().eval("while true do end", ScriptOutputType.STATUS);
    }
}
