package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.redis.client.ScriptClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the network to a healthy server. A proxy causes and counts them. */
class NetworkFaultTest {

    private static final Duration LATENCY = Duration.ofMillis(200);
    private static final Duration PER_BYTE = Duration.ofMillis(5);

    /** So slow that the shortest reply takes longer than a decision may. */
    private static final Duration FAR_TOO_LONG_PER_BYTE = Duration.ofMillis(100);

    private final TestRedis server = TestRedis.shared();
    private final Wire wire = new Wire(server.host(), server.port());
    private Figures figures;

    @BeforeAll
    static void warmUp() throws Exception {
        Outage.warmUp();
    }

    @BeforeEach
    void figures(TestInfo test) {
        figures = new Figures(test);
    }

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void repliesThatAreLostWithTheirConnectionAreStoodInFor() throws Exception {
        survive(losses());
    }

    @Test
    void aSlowWayIsNotWaitedFor() throws Exception {
        survive(latency());
    }

    @Test
    void bytesThatTrickleAreNotWaitedFor() throws Exception {
        survive(trickle(PER_BYTE));
    }

    @Test
    void aHandshakeThatIsNeverAnsweredIsTriedAgain() throws Exception {
        survive(unansweredHandshake());
    }

    @Test
    void aHalfOpenConnectionIsGivenUp() throws Exception {
        try (GuardUnderFault guard = guard(Protection.FULL);
                Outage outage = new Outage(guard)) {
            outage.assertServed();
            int before = wire.connections();
            wire.troubleThoseThere(WireFault.silence());
            long struckNanos = System.nanoTime();
            guard.awaitOutage();
            outage.assertStages(true);
            figures.outage("half-open connection", outage.assertRecovered(struckNanos, Outage.RECOVERY));
            assertThat(wire.harmed()).isPositive();
            assertThat(wire.connections()).isGreaterThan(before);
        }
    }

    @Test
    void aReplyThatWasOnItsWayDoesNotProveThatAConnectionLives() throws Exception {
        String prefix = "test:" + UUID.randomUUID();
        Keys keys = new Keys(prefix);
        ScriptClient client = RedisStore.builder(GrantedUser.login(wire.uri()))
                .keyPrefix(prefix)
                .timeout(Duration.ofMillis(500))
                .connectTimeout(Duration.ofSeconds(5))
                .openClient(null); // without a subscription, whose connection would have the same fault
        ScriptArgs call = new PlanEvaluator(client, keys, new BlockIndex(client, keys))
                .prepare(new Plan(List.of(Step.NotBlocked.ENFORCE), true, false, null, false))
                .args(Facts.of("42", null));
        try {
            CountDownLatch inTransit = new CountDownLatch(1);
            wire.troubleThoseThere(WireFault.silenceAfterOneReply(Duration.ofMillis(100), inTransit::countDown));
            CompletionStage<Reply> answered = client.run(call);
            assertThat(inTransit.await(20, TimeUnit.SECONDS)).isTrue();
            CompletionStage<Reply> lost = client.run(call);
            assertThat(answered.toCompletableFuture().get(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(lost.toCompletableFuture()).failsWithin(Duration.ofSeconds(20));
            Await.that("another connection", () -> wire.connections() > 1);
        } finally {
            client.close();
        }
    }

    /** The worst moment to recover: an attempt has just started, and the backoff is at its longest. */
    @Test
    @Tag("slow")
    void afterALongSilenceTheNextAttemptComesInTime() throws Exception {
        RedisFault silence = unansweredHandshake();
        try (GuardUnderFault guard = guard(Protection.FULL);
                Outage outage = new Outage(guard)) {
            outage.assertServed();
            silence.strike().run();
            outage.assertStoodInFor(silence);
            int many = wire.connections() + 8;
            Await.that("many attempts", Duration.ofMinutes(1), () -> wire.connections() >= many);
            silence.heal().run();
            Duration inTime = Outage.RECOVERY.minus(Outage.SLACK).plusMillis(2500);
            figures.outage("a long " + silence.name(), outage.assertRecovered(System.nanoTime(), inTime));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"losses", "latency", "trickle", "handshake"})
    void withNothingInFrontOfRedisTheSameIsNoDecision(String fault) throws Exception {
        try (GuardUnderFault guard = guard(Protection.NO_STAND_IN)) {
            Outage.assertNotSurvived(guard, named(fault), Outage.UNAVAILABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"trickle", "half-open"})
    void withoutADeadlineTheSameIsWaitedFor(String fault) throws Exception {
        try (GuardUnderFault guard = guard(Protection.NO_DEADLINE)) {
            Outage.assertNotSurvived(
                    guard, fault.equals("trickle") ? trickle(FAR_TOO_LONG_PER_BYTE) : named(fault), Outage.TOO_LONG);
        }
    }

    /** Lettuce's own reconnecting, which this storage doesn't use: it repeats commands that may have run. */
    @Test
    void lettucesOwnReconnectionExecutesALostCallTwice() throws Exception {
        byte[] key = ("test:" + UUID.randomUUID()).getBytes(US_ASCII);
        RedisClient client = RedisClient.create(wire.uri());
        try (StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            wire.cutAtNextReply();
            assertThat(connection.async().incr(key).get(20, TimeUnit.SECONDS)).isEqualTo(2);
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
            server.admin().sync().del(key);
        }
    }

    private RedisFault named(String name) {
        return switch (name) {
            case "losses" -> losses();
            case "latency" -> latency();
            case "trickle" -> trickle(PER_BYTE);
            case "handshake" -> unansweredHandshake();
            default -> troubled(name, WireFault.silence());
        };
    }

    private RedisFault losses() {
        return troubled("reply lost, then reset", WireFault.lossOfDecisions());
    }

    private RedisFault latency() {
        return troubled("200 ms latency", WireFault.latency(LATENCY));
    }

    private RedisFault trickle(Duration perByte) {
        return troubled("bytes that trickle one by one", WireFault.trickle(perByte));
    }

    private RedisFault unansweredHandshake() {
        RedisFault silence = troubled("handshake that is never answered", WireFault.silence());
        AtomicInteger before = new AtomicInteger();
        return new RedisFault(
                silence.name(),
                () -> {
                    silence.strike().run();
                    before.set(wire.connections());
                    wire.cut();
                },
                () -> wire.connections() > before.get(),
                silence.heal());
    }

    private RedisFault troubled(String name, Supplier<WireFault> trouble) {
        return new RedisFault(name, () -> wire.trouble(trouble), () -> wire.harmed() > 0, wire::noMoreTrouble);
    }

    private void survive(RedisFault fault) throws Exception {
        try (GuardUnderFault guard = guard(Protection.FULL)) {
            Outage.survive(guard, fault, figures);
            assertThat(guard.heard(StoreDegraded.class)).isPositive();
        }
    }

    private GuardUnderFault guard(Protection protection) {
        return new GuardUnderFault(GrantedUser.login(wire.uri()), protection, redis -> redis);
    }
}
