package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.request.Request;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults of the server: each stage falls back in time, events report it, and the guard recovers by itself. */
class ServerFaultTest {

    private static final int FLUSHES = 50;

    private static ServerFaults faults;
    private static TestRedis server;
    private Figures figures;

    @BeforeAll
    static void start() throws Exception {
        server = ServerFaults.start();
        faults = new ServerFaults(server);
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
    void aServerThatIsDownAtTheStartIsUsedOnceItIsUp() throws Exception {
        RedisFault down = faults.downAtTheStart();
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
        survive(faults.killed());
    }

    @Test
    void callsDoNotWaitForAHungServer() throws Exception {
        survive(faults.stopped());
    }

    @Test
    void aReplicaIsNotStayedWith() throws Exception {
        survive(faults.readOnly());
    }

    @Test
    void aServerThatLoadsIsStoodInFor() throws Exception {
        TestRedis loading = TestRedis.start(ServerFaults.loadingOptions());
        String uri = GrantedUser.login(loading.uri());
        RedisFault loads = ServerFaults.loads(loading);
        try (loading;
                GuardUnderFault bare = new GuardUnderFault(uri, Protection.NO_STAND_IN, redis -> redis);
                GuardUnderFault guard = new GuardUnderFault(uri)) {
            RedisFault.Action lookWithNothingInFront = () -> {
                loads.strike().run();
                Request request = Request.builder("/ping").subject("somebody").build();
                assertThat(bare.decide(request).isAllowed()).isFalse();
            };
            Outage.survive(
                    guard,
                    new RedisFault(loads.name(), lookWithNothingInFront, loads.happened(), loads.heal()),
                    figures);
        }
    }

    @Test
    void aServerWithoutMemoryIsStoodInFor() throws Exception {
        survive(faults.outOfMemory());
    }

    @Test
    void aServerBusyWithAScriptIsStoodInFor() throws Exception {
        survive(faults.busy());
    }

    @Test
    void rightsThatAreLostAreStoodInFor() throws Exception {
        survive(faults.withoutRights());
    }

    @Test
    void aServerWithTooManyClientsIsStoodInFor() throws Exception {
        survive(faults.full());
    }

    @Test
    void scriptsFlushedUnderLoadAreReloadedUnnoticed() throws Exception {
        try (GuardUnderFault guard = guard(Protection.FULL);
                Outage outage = new Outage(guard)) {
            outage.assertServed();
            long sentBefore = server.info("cmdstat_eval");
            for (int i = 0; i < FLUSHES; i++) {
                long sent = server.info("cmdstat_eval");
                server.admin().sync().scriptFlush();
                Await.that("the script to be sent again", () -> server.info("cmdstat_eval") > sent);
            }
            assertThat(server.info("cmdstat_eval") - sentBefore).isGreaterThanOrEqualTo(FLUSHES);
            figures.outage(
                    "`SCRIPT FLUSH` " + FLUSHES + " times", outage.assertFollowed(System.nanoTime(), Outage.RECOVERY));
            outage.traffic().assertSpentOnce();
            assertThat(guard.heard(StoreDegraded.class)).isZero();
        }
    }

    /** A client that only sends digests is refused from then on. */
    @Test
    void aFlushedScriptIsNotKnownByItsDigest() {
        String digest = server.admin().sync().scriptLoad("return 1".getBytes(US_ASCII));
        server.admin().sync().scriptFlush();
        assertThatThrownBy(() -> server.admin().sync().evalsha(digest, ScriptOutputType.INTEGER))
                .isInstanceOf(RedisNoScriptException.class);
    }

    /** A block known to the instance counts, although the server has lost it. */
    @Test
    void withNothingInFrontOfRedisARestartEmptyLiftsABlock() throws Exception {
        try (GuardUnderFault guard = guard(Protection.NO_STAND_IN)) {
            Request request =
                    Request.builder("/ping").subject(guard.user("offender")).build();
            guard.block("offender");
            assertThat(guard.decide(request).isAllowed()).isFalse();
            server.kill();
            server.startAgain();
            Await.that(
                    "an update of a blocked user to pass",
                    () -> guard.decide(request).isAllowed());
        }
    }

    static Stream<RedisFault> passing() {
        return Stream.of(faults.readOnly(), faults.outOfMemory(), faults.busy(), faults.full());
    }

    /** A server that can't serve now is no reason to give up, unlike missing rights. */
    @ParameterizedTest
    @MethodSource("passing")
    void aTransientErrorDoesNotFailTheStart(RedisFault fault) throws Exception {
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

    static Stream<RedisFault> all() {
        return Stream.of(
                faults.killed(),
                faults.stopped(),
                faults.readOnly(),
                faults.outOfMemory(),
                faults.busy(),
                faults.withoutRights(),
                faults.full());
    }

    @ParameterizedTest
    @MethodSource("all")
    void withNothingInFrontOfRedisTheSameIsNoDecision(RedisFault fault) throws Exception {
        assertFailsWithout(Protection.NO_STAND_IN, fault, Outage.UNAVAILABLE);
    }

    @Test
    void withoutADeadlineCallsWaitForAHungServer() throws Exception {
        assertFailsWithout(Protection.NO_DEADLINE, faults.stopped(), Outage.TOO_LONG);
    }

    private static void assertFailsWithout(Protection rest, RedisFault fault, String message) throws Exception {
        try (GuardUnderFault guard = guard(rest)) {
            Outage.assertNotSurvived(guard, fault, message);
        }
    }

    private void survive(RedisFault fault) throws Exception {
        try (GuardUnderFault guard = guard(Protection.FULL)) {
            Outage.survive(guard, fault, figures);
        }
    }

    private static GuardUnderFault guard(Protection protection) {
        return new GuardUnderFault(GrantedUser.login(server.uri()), protection, redis -> redis);
    }
}
