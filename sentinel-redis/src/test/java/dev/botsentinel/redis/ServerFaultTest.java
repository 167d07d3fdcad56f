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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults of the server: each is stood in for stage by stage, in time, is told of, and is over by itself. */
class ServerFaultTest {

    /** What is to be loaded takes two seconds; while it loads, the server looks at its clients every 2 MB. */
    private static final int KEYS = 20;

    private static final int BYTES_PER_KEY = 1 << 20;
    private static final String MICROS_PER_KEY = "100000";

    private static RedisServer server;
    private Figures figures;

    @BeforeAll
    static void start() throws Exception {
        List<String> options = new ArrayList<>(GrantedUser.option());
        options.addAll(List.of("--lua-time-limit", "20", "--maxmemory-policy", "noeviction"));
        server = RedisServer.start(options.toArray(String[]::new));
        warmUp();
    }

    /** The first decisions of a JVM load classes. */
    private static void warmUp() throws Exception {
        try (GuardUnderFault guard = guard(Protection.FULL);
                Outage none = new Outage(guard)) {
            none.assertServed();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void figures(TestInfo test) {
        figures = new Figures(test);
    }

    @Test
    void aServerThatIsDownAtTheStartIsFoundWhenItComes() throws Exception {
        Fault down = new Fault("down at the start", server::kill, ServerFaultTest::isEnded, server::startAgain);
        down.strike().run();
        try (GuardUnderFault guard = guard(Protection.FULL);
                Outage outage = new Outage(guard)) {
            outage.assertStoodInFor(down);
            down.heal().run();
            figures.outage(down.name(), outage.assertRecovered(System.nanoTime(), Outage.RECOVERY));
        }
    }

    @Test
    void aServerThatIsKilledAndComesBackEmptyLiftsNoBlock() throws Exception {
        survive(killed());
    }

    @Test
    void aServerThatStandsStillIsNotWaitedFor() throws Exception {
        survive(stopped());
    }

    @Test
    void aReplicaIsNotStayedWith() throws Exception {
        survive(readOnly());
    }

    @Test
    void aServerThatLoadsIsStoodInFor() throws Exception {
        RedisServer loading = RedisServer.start(loadingOptions());
        try (loading;
                GuardUnderFault guard = new GuardUnderFault(GrantedUser.login(loading.uri()))) {
            Outage.survive(guard, loads(loading), figures);
        }
    }

    @Test
    void aServerWithoutMemoryIsStoodInFor() throws Exception {
        survive(outOfMemory());
    }

    @Test
    void aServerBusyWithAScriptIsStoodInFor() throws Exception {
        survive(busy());
    }

    @Test
    void rightsThatAreLostAreStoodInFor() throws Exception {
        survive(withoutRights());
    }

    @Test
    void aServerWithTooManyClientsIsStoodInFor() throws Exception {
        survive(full());
    }

    static Stream<Fault> passing() {
        return Stream.of(readOnly(), outOfMemory(), busy(), full());
    }

    /** What a server can't do now is no reason to give up for good, as wrong rights are. */
    @ParameterizedTest
    @MethodSource("passing")
    void aStartIsNotRefusedForWhatPasses(Fault fault) throws Exception {
        fault.strike().run();
        try (GuardUnderFault guard = guard(Protection.FULL);
                Outage outage = new Outage(guard)) {
            outage.assertStoodInFor(fault);
            fault.heal().run();
            guard.awaitRecovery();
        } finally {
            fault.heal().run();
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(killed(), stopped(), readOnly(), outOfMemory(), busy(), withoutRights(), full());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void withNothingInFrontOfRedisTheSameIsNoDecision(Fault fault) throws Exception {
        assertFailsWithout(Protection.NO_STAND_IN, fault, Outage.UNAVAILABLE);
    }

    @Test
    void withoutADeadlineAServerThatStandsStillIsWaitedFor() throws Exception {
        assertFailsWithout(Protection.NO_DEADLINE, stopped(), Outage.TOO_LONG);
    }

    private static void assertFailsWithout(Protection rest, Fault fault, String message) throws Exception {
        try (GuardUnderFault guard = guard(rest)) {
            Outage.assertNotSurvived(guard, fault, message);
        }
    }

    private void survive(Fault fault) throws Exception {
        try (GuardUnderFault guard = guard(Protection.FULL)) {
            Outage.survive(guard, fault, figures);
        }
    }

    private static GuardUnderFault guard(Protection protection) {
        return new GuardUnderFault(GrantedUser.login(server.uri()), protection, redis -> redis);
    }

    private static boolean isEnded() {
        return server.state() == ServerProcess.State.ENDED;
    }

    /** It has nothing on disk. */
    private static Fault killed() {
        return new Fault("`kill -9`, restart empty", server::kill, ServerFaultTest::isEnded, server::startAgain);
    }

    private static Fault stopped() {
        return new Fault(
                "`SIGSTOP`", server::pause, () -> server.state() == ServerProcess.State.PAUSED, server::resume);
    }

    private static Fault readOnly() {
        return new Fault(
                "`READONLY`: has become a replica",
                () -> admin().replicaof("127.0.0.1", ServerProcess.freePort()),
                () -> admin().info("replication").contains("role:slave"),
                () -> admin().replicaofNoOne());
    }

    private static String[] loadingOptions() {
        List<String> options = new ArrayList<>(GrantedUser.option());
        options.addAll(List.of("--key-load-delay", MICROS_PER_KEY, "--rdbcompression", "no"));
        return options.toArray(String[]::new);
    }

    private static Fault loads(RedisServer loading) {
        return new Fault(
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

    private static Fault outOfMemory() {
        return new Fault(
                "out of memory, `noeviction`",
                () -> admin().configSet("maxmemory", "1"),
                () -> refuses("OOM", () -> admin().set(new byte[] {1}, new byte[] {1})),
                () -> admin().configSet("maxmemory", "0"));
    }

    private static Fault busy() {
        return new Fault(
                "`BUSY` with a script",
                ServerFaultTest::runForEver,
                () -> refuses("BUSY", () -> admin().ping()),
                () -> refuses("NOTBUSY", () -> admin().scriptKill()));
    }

    private static Fault withoutRights() {
        return new Fault(
                "`NOPERM`",
                () -> {
                    admin().aclLogReset();
                    setRights("-evalsha", "-eval");
                },
                () -> !admin().aclLog().isEmpty(),
                () -> setRights("+evalsha", "+eval"));
    }

    private static Fault full() {
        return new Fault(
                "too many clients",
                () -> {
                    admin().configSet("maxclients", "1");
                    admin().clientKill(KillArgs.Builder.typeNormal().skipme());
                },
                () -> server.info("rejected_connections") > 0,
                () -> admin().configSet("maxclients", "1000"));
    }

    private static void setRights(String... rules) {
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

    private static RedisCommands<byte[], byte[]> admin() {
        return server.admin().sync();
    }

    private static void runForEver() {
        RedisFuture<?> unused = server.connected().async().eval("while true do end", ScriptOutputType.STATUS);
    }
}
