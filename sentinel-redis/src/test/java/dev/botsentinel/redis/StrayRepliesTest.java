package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.redis.StrayReplies.Mishap;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.redis.client.ScriptClient;
import dev.botsentinel.store.NothingDoneException;
import dev.botsentinel.store.StoreException;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One reply too many, too few or in the wrong place: no call takes another's answer for its own. */
class StrayRepliesTest {

    private static final int CALLS = 200;
    private static final int STRUCK = 50;
    private static final String TAG = IntStream.iterate(0, i -> i + 1)
            .mapToObj(Integer::toString)
            .filter(tag -> RedisClusterServers.masterOf(SlotHash.getSlot(tag)) == 0)
            .findFirst()
            .orElseThrow();

    private final String prefix = "test:" + UUID.randomUUID();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** How Redis is reached; always through the wire. */
    enum Setup {
        ONE_SERVER,
        REDIS_SENTINEL,
        CLUSTER
    }

    static Stream<Arguments> setupsAndMishaps() {
        return Stream.of(Setup.values())
                .flatMap(setup -> Stream.of(Mishap.values()).map(mishap -> Arguments.of(setup, mishap)));
    }

    @AfterAll
    static void stop() {
        ClusterBehindWire.WIRE.close();
        ClusterBehindWire.SERVERS.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @ParameterizedTest
    @MethodSource("setupsAndMishaps")
    void noCallGetsTheAnswerToAnother(Setup setup, Mishap mishap) throws Exception {
        Course course = new Course(setup, Duration.ofSeconds(10));
        int before = course.wire.connections();
        long harmed = course.wire.harmed();
        List<Outcome> outcomes = course.run(StrayReplies.one(mishap, StrayReplies.SCRIPT, STRUCK, false));
        assertThat(course.wire.harmed()).isGreaterThan(harmed);
        assertThat(outcomes).doesNotContain(Outcome.WRONG).contains(Outcome.FAILED);
        assertThat(outcomes.subList(0, STRUCK)).containsOnly(Outcome.RIGHT);
        Await.that("another connection", () -> course.wire.connections() > before);
        Await.value("answers on it", Duration.ofSeconds(10), () -> course.own(0));
        assertThat(course.run(null)).containsOnly(Outcome.RIGHT);
    }

    /** Replies whose tokens are forged to fit; so the test above shows that it is the tokens that tell. */
    @ParameterizedTest
    @EnumSource
    void withoutTokensCallsGetTheAnswersToOthers(Mishap mishap) throws Exception {
        Course course = new Course(Setup.ONE_SERVER, Duration.ofSeconds(2));
        assertThat(course.run(StrayReplies.one(mishap, StrayReplies.SCRIPT, STRUCK, true)))
                .contains(Outcome.WRONG);
    }

    /** Commands that have no room for a token: a script after them shows whether their answer was theirs. */
    @ParameterizedTest
    @EnumSource
    void aScanThatMayHaveGotTheAnswerToAnotherCommandFails(Mishap mishap) throws Exception {
        Course course = new Course(Setup.ONE_SERVER, Duration.ofSeconds(10));
        course.wire.troubleThoseThere(StrayReplies.one(mishap, "SCAN", 0, false));
        assertThat(course.find())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StoreException.class);
        Await.value("answers", Duration.ofSeconds(10), () -> course.own(0));
        assertThat(course.find().get(20, TimeUnit.SECONDS)).hasSize(CALLS);
    }

    /** So the test above shows that it is the script that tells. */
    @Test
    void lettuceByItselfTakesThePageOfAnotherScan() throws Exception {
        Course course = new Course(Setup.ONE_SERVER, Duration.ofSeconds(10));
        RedisClient lettuce = RedisClient.create(course.wire.uri());
        try (StatefulRedisConnection<String, String> connection = lettuce.connect()) {
            course.wire.troubleThoseThere(StrayReplies.one(Mishap.SWAPPED, "SCAN", 0, false));
            List<CompletionStage<KeyScanCursor<String>>> pages = Stream.of(key(1), key(2))
                    .map(key -> connection
                            .async()
                            .scan(ScanArgs.Builder.matches(key).limit(1_000_000)))
                    .map(page -> (CompletionStage<KeyScanCursor<String>>) page)
                    .toList();
            assertThat(pages.get(0)
                            .toCompletableFuture()
                            .get(20, TimeUnit.SECONDS)
                            .getKeys())
                    .containsExactly(new String(key(2), US_ASCII));
        } finally {
            lettuce.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    /** Replies that are doubled again and again, under a guard. */
    @Test
    void aGuardDecidesForTheRightUsers(TestInfo test) throws Exception {
        TestRedis server = TestRedis.shared();
        try (Wire wire = new Wire(server.host(), server.port());
                GuardUnderFault guard = new GuardUnderFault(GrantedUser.login(wire.uri()));
                Outage outage = new Outage(guard)) {
            outage.assertServed();
            int before = wire.connections();
            wire.trouble(StrayReplies.every(Mishap.DOUBLED, 20));
            Await.that("connections that are given up", () -> wire.connections() > before + 3);
            wire.noMoreTrouble();
            new Figures(test).outage("replies doubled", outage.assertFollowed(System.nanoTime(), Outage.RECOVERY));
        }
    }

    private enum Outcome {
        RIGHT,
        WRONG,
        FAILED
    }

    /** Many calls in flight, each of which asks for a value of its own. */
    private final class Course {

        private final Wire wire;
        private final ScriptClient client;

        Course(Setup setup, Duration timeout) {
            RedisCommands<byte[], byte[]> admin;
            String uri;
            switch (setup) {
                case ONE_SERVER -> {
                    admin = TestRedis.shared().admin().sync();
                    wire = wire(TestRedis.shared().host(), TestRedis.shared().port());
                    uri = wire.uri();
                }
                case REDIS_SENTINEL -> {
                    admin = TestRedis.shared().admin().sync();
                    wire = wire(TestRedis.shared().host(), TestRedis.shared().port());
                    ServerProcess.Local sentinel = SentinelServers.sentinel(wire.port(), "");
                    open.add(sentinel::remove);
                    uri = SentinelServers.uri(List.of(sentinel));
                }
                case CLUSTER -> {
                    admin = ClusterBehindWire.SERVERS.master(0);
                    wire = ClusterBehindWire.WIRE;
                    uri = ClusterBehindWire.SERVERS.uri();
                }
                default -> throw new AssertionError(setup);
            }
            client = RedisStore.builder(uri)
                    .keyPrefix(prefix)
                    .timeout(timeout)
                    .connectTimeout(Duration.ofSeconds(5))
                    .openClient(null);
            open.add(0, client);
            for (int i = 0; i < CALLS; i++) {
                admin.set(key(i), value(i), SetArgs.Builder.px(Duration.ofMinutes(1)));
            }
            Await.value("a first answer", Duration.ofSeconds(10), () -> own(0));
        }

        /** @param fault what happens to the answers; null for nothing */
        List<Outcome> run(@Nullable Supplier<WireFault> fault) throws Exception {
            if (fault != null) {
                wire.troubleThoseThere(fault);
            }
            wire.hold();
            List<CompletionStage<Reply>> calls =
                    IntStream.range(0, CALLS).mapToObj(this::call).toList();
            wire.release();
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                outcomes.add(outcome(i, calls.get(i)));
            }
            return outcomes;
        }

        private Outcome outcome(int call, CompletionStage<Reply> answer) throws Exception {
            try {
                Reply reply = answer.toCompletableFuture().get(30, TimeUnit.SECONDS);
                return isOf(call, reply) ? Outcome.RIGHT : Outcome.WRONG;
            } catch (ExecutionException failed) {
                assertThat(failed)
                        .hasCauseInstanceOf(StoreException.class)
                        .extracting(Throwable::getCause)
                        .isNotInstanceOf(NothingDoneException.class);
                return Outcome.FAILED;
            }
        }

        private CompletableFuture<List<byte[]>> find() {
            return client.find((prefix + ":*").getBytes(US_ASCII)).toCompletableFuture();
        }

        private boolean own(int call) throws Exception {
            assertThat(isOf(call, call(call).toCompletableFuture().get(10, TimeUnit.SECONDS)))
                    .isTrue();
            return true;
        }

        private CompletionStage<Reply> call(int number) {
            return client.run(new ScriptArgs(Scripts.EXPORT, List.of(key(number)), List.of()));
        }

        private boolean isOf(int call, Reply reply) {
            byte[] value = reply.bytes(Reply.REST);
            return value != null && new String(value, US_ASCII).equals(new String(value(call), US_ASCII));
        }
    }

    /** All in one slot, of the first master of a Cluster. */
    private byte[] key(int number) {
        return (prefix + ":{" + TAG + "}" + number).getBytes(US_ASCII);
    }

    private static byte[] value(int number) {
        return ("value " + number).getBytes(US_ASCII);
    }

    private Wire wire(String host, int port) {
        Wire wire = new Wire(host, port);
        open.add(wire);
        return wire;
    }

    /** A Cluster whose other nodes send everybody through a wire to the first master. */
    private static final class ClusterBehindWire {

        static final RedisClusterServers SERVERS = RedisClusterServers.own();
        static final Wire WIRE = wire();

        private static Wire wire() {
            ServerProcess.Local first = SERVERS.server(0);
            Wire wire = new Wire(first.host(), first.port());
            SERVERS.master(0).configSet("cluster-announce-bus-port", Integer.toString(first.port() + 10_000));
            SERVERS.master(0).configSet("cluster-announce-port", Integer.toString(wire.port()));
            for (int i = 1; i < RedisClusterServers.MASTERS; i++) {
                RedisCommands<byte[], byte[]> other = SERVERS.master(i);
                Await.that(
                        "the port of the wire to be known",
                        () -> other.clusterNodes().contains(":" + wire.port() + "@"));
            }
            return wire;
        }
    }
}
