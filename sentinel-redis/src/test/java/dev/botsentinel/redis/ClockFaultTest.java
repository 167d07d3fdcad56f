package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.request.Request;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/**
 * A server whose clock steps, by libfaketime. {@code -Dfaketime.library=} names the library if it isn't found by itself;
 * without it these tests are skipped. {@code ServerClockTest} tests the estimate of the server's clock alone.
 */
class ClockFaultTest {

    private static final long HOUR = 3600;

    /** Calls in flight when the clock stepped, and slack for a busy machine. */
    private static final int DECIDED_WITHOUT = 20;

    private static final List<String> LIBRARIES = List.of(
            System.getProperty("faketime.library", ""),
            "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
            "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
            "/usr/lib/faketime/libfaketime.so.1",
            "/usr/local/lib/faketime/libfaketime.so.1");

    /** Whether a server has started, as far as was tried. */
    private static boolean worksTogether = true;

    private final RedisClient client = RedisClient.create();
    private Path hands;
    private ServerProcess.@Nullable Local server;
    private RedisCommands<String, String> admin;
    private Figures figures;

    @BeforeEach
    void start(TestInfo test) throws IOException {
        String library = Stream.of(LIBRARIES)
                .flatMap(List::stream)
                .filter(path -> !path.isEmpty() && Files.exists(Path.of(path)))
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(library != null, "there is no libfaketime; name it with -Dfaketime.library=");
        Assumptions.assumeTrue(worksTogether, "this server doesn't start under this libfaketime: " + library);
        figures = new Figures(test);
        hands = TestRedis.directory().resolve("time");
        turn(0);
        server = ServerProcess.Local.start(
                List.of("--save", ""),
                Map.of(
                        "LD_PRELOAD",
                        library,
                        "FAKETIME_TIMESTAMP_FILE",
                        hands.toString(),
                        "FAKETIME_NO_CACHE",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1"));
        admin = answers();
    }

    /** Some builds of the two never start together, as Debian's Redis 7.0 with its libfaketime; waited for once. */
    private RedisCommands<String, String> answers() {
        try {
            return Await.value(
                    "a server",
                    Duration.ofSeconds(10),
                    () -> client.connect(RedisURI.create(uri())).sync());
        } catch (AssertionError silent) {
            worksTogether = false;
            throw new TestAbortedException("this server doesn't start under libfaketime", silent);
        }
    }

    @AfterEach
    void stop() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
        if (server != null) {
            server.remove();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR, -HOUR})
    void aClockThatStepsIsLearntFromTheNextReplyAndNothingIsSpentTwice(long seconds) throws Exception {
        try (GuardUnderFault guard = new GuardUnderFault(uri());
                Outage outage = new Outage(guard)) {
            outage.assertServed();
            step(seconds);
            String name = "server's clock steps an hour " + (seconds > 0 ? "ahead" : "back");
            figures.outage(name, outage.assertFollowed(System.nanoTime(), Duration.ofSeconds(1)));
            outage.traffic().assertSpentOnce();
            assertThat(outage.traffic().degraded()).isLessThan(DECIDED_WITHOUT);
        }
    }

    @Test
    void aClockThatStepsBackGrantsNothing() throws Exception {
        try (GuardUnderFault guard = new GuardUnderFault(uri())) {
            Request request =
                    Request.builder("/limited").subject(guard.user("greedy")).build();
            while (guard.decide(request).isAllowed()) {
                assertThat(guard.heard(StoreDegraded.class)).isZero();
            }
            step(-HOUR);
            Await.that("an answer of Redis", () -> !guard.decide(request).degraded());
            Denied denied = (Denied) guard.decide(request);
            assertThat(denied.reason()).isEqualTo(Reason.RATE_LIMITED);
            assertThat(denied.retryAfter()).as("no hour longer").isLessThanOrEqualTo(GuardUnderFault.LIMITED_PER);
        }
    }

    /** Without a new estimate all calls are refused while the clock is ahead; so the tests above show that the client learns. */
    @Test
    void aDeadlineInTheTimeBeforeTheStepIsRefused() throws Exception {
        long deadlineMicros = TimeUnit.SECONDS.toMicros(serverSeconds() + 60);
        assertThat(codeBefore(deadlineMicros)).isNotEqualTo(Reply.LATE);
        step(HOUR);
        assertThat(codeBefore(deadlineMicros)).isEqualTo(Reply.LATE);
    }

    private int codeBefore(long deadlineMicros) {
        List<Object> reply = admin.eval(
                "local ARGV = {struct.pack('<dd', ARGV[1], ARGV[2])}\n" + Scripts.BLOCKS_OF.text(),
                ScriptOutputType.MULTI,
                new String[] {"test:clock"},
                Long.toString(deadlineMicros),
                Long.toString(ScriptArgs.SERVER_TIME));
        return Math.toIntExact((long) reply.get(1));
    }

    /** Sets the server's clock, and verifies it. */
    private void step(long seconds) throws IOException {
        long before = serverSeconds();
        turn(seconds);
        Await.that("the step", () -> Math.abs(serverSeconds() - before - seconds) < 60);
    }

    private void turn(long seconds) throws IOException {
        Files.writeString(hands, (seconds < 0 ? "" : "+") + seconds + "\n", US_ASCII);
    }

    private long serverSeconds() {
        return Long.parseLong(admin.time().get(0));
    }

    private String uri() {
        return "redis://127.0.0.1:" + server.port();
    }
}
