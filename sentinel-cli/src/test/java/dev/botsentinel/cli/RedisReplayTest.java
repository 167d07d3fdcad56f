package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A replay on a real server says what one in memory says, and leaves nothing there. */
class RedisReplayTest {

    private static final Path DAY = Path.of("..", "sentinel-examples", "src", "main", "resources", "day");

    @TempDir
    static Path directory;

    private static LocalRedis redis;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        redis = LocalRedis.start(directory);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        redis.stop();
    }

    /** A policy with jitter draws at random in a bot; a replay draws the middle. */
    @Test
    void blocksWithJitterAndTopicsAreTheSameAsInMemoryEachTime() throws IOException {
        Path policy = Files.writeString(directory.resolve("jitter.yml"), """
                version: 1
                defaults: {limits: [{permits: 1, per: 1h, scope: topic}, {permits: 2, per: 1h, name: own}]}
                escalation: {violations: 1, within: 1m, block: [1m], forgetAfter: 1h, jitter: 10%}
                """);
        StringBuilder updates = new StringBuilder();
        for (int topic = 1; topic <= 5; topic++) {
            updates.append("{\"at\":\"2026-01-01T00:00:0")
                    .append(topic)
                    .append("Z\",\"update\":{\"update_id\":")
                    .append(topic)
                    .append(",\"message\":{\"from\":{\"id\":42},\"chat\":{\"id\":-100},\"is_topic_message\":true,")
                    .append("\"message_thread_id\":")
                    .append(topic == 2 ? 1 : topic)
                    .append(",\"text\":\"a\"}}}\n");
        }
        Path recorded = Files.writeString(directory.resolve("jitter.jsonl"), updates);
        Run inMemory = replayed(policy, recorded, "memory");
        assertThat(inMemory.status()).as(inMemory.err()).isZero();
        assertThat(inMemory.lines().get(1)).contains("\"rule\":\"*#0\",\"scope\":\"topic\"");
        assertThat(inMemory.lines().get(3))
                .contains("\"reason\":\"rate_limited\"", "\"blockedUntil\":\"2026-01-01T00:01:07.000000Z\"");
        assertThat(inMemory.lines().get(4))
                .contains("\"reason\":\"blocked\"", "\"blockedUntil\":\"2026-01-01T00:01:07.000000Z\"");
        assertThat(replayed(policy, recorded, "memory").out()).isEqualTo(inMemory.out());
        assertThat(replayed(policy, recorded, redis.uri()).out()).isEqualTo(inMemory.out());
    }

    private static Run replayed(Path policy, Path updates, String storage) {
        return Run.of("replay", "--policy", policy, "--updates", updates, "--storage", storage);
    }

    @Test
    void aComparisonIsTheSameAsInMemoryAndLeavesNothing() throws IOException {
        Path other = Files.writeString(
                directory.resolve("other.yml"), "version: 1\ndefaults: {limits: [{permits: 2, per: 1m}]}\n");
        Run inRedis = compared(other, redis.uri());
        assertThat(inRedis.status()).as(inRedis.err()).isZero();
        assertThat(inRedis.out())
                .isNotEmpty()
                .isEqualTo(compared(other, "memory").out());
        assertThat(redis.ask("DBSIZE")).isEqualTo(":0");
    }

    private static Run compared(Path other, String storage) {
        return Run.of(
                "replay",
                "--policy",
                DAY.resolve("policy.yml"),
                "--compare",
                other,
                "--updates",
                DAY.resolve("updates.jsonl"),
                "--storage",
                storage);
    }

    @Test
    void theRecordedDayIsDecidedAsInMemoryByteForByte() throws IOException {
        Run run = Run.of(
                "replay",
                "--policy",
                DAY.resolve("policy.yml"),
                "--updates",
                DAY.resolve("updates.jsonl"),
                "--principals",
                DAY.resolve("principals.json"),
                "--storage",
                redis.uri());
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(Files.readString(DAY.resolve("decisions.jsonl")));
        assertThat(redis.ask("DBSIZE")).isEqualTo(":0");
    }

    @TestFactory
    Stream<DynamicTest> rowsWorkedOutByHandAreTheSame() throws IOException, URISyntaxException {
        return WorkedRowsTest.scenarios().stream()
                .map(scenario -> dynamicTest(
                        WorkedRowsTest.name(scenario),
                        () -> assertThat(WorkedRowsTest.replayAndCompare(scenario, redis.uri()))
                                .isPositive()));
    }

    @Test
    void anErrorLeavesNothingBehindEither() throws IOException {
        Scenario scenario = new Scenario(Files.createTempDirectory(directory, "scenario"))
                .policy("version: 1\ndefaults: {limits: [{permits: 1, per: 1h}]}\n")
                .updates((Scenario.press(1, "a") + "\n").repeat(5000));
        Run run = scenario.with("--storage", redis.uri(), "--out", "/dev/full").replay();
        assertThat(run.status()).isNotZero();
        assertThat(redis.ask("DBSIZE")).isEqualTo(":0");
    }

    @Test
    void aServerThatIsNotThereIsToldBeforeAnythingIsWritten() throws IOException {
        Scenario scenario = new Scenario(Files.createTempDirectory(directory, "scenario"));
        Files.writeString(scenario.out(), "precious");
        int nobody = LocalRedis.freePort();
        Run run = scenario.updates(Scenario.press(1, "a"))
                .with("--storage", "redis://:hunter2@127.0.0.1:" + nobody, "--out", scenario.out())
                .replay();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("--storage: there is no connection to Redis at 127.0.0.1:" + nobody)
                .contains("refused")
                .doesNotContain("hunter2");
        assertThat(scenario.out()).hasContent("precious");
    }

    @Test
    void aWrongPasswordIsTold() throws IOException {
        Run run = new Scenario(Files.createTempDirectory(directory, "scenario"))
                .updates(Scenario.press(1, "a"))
                .with("--storage", "redis://somebody:hunter2@127.0.0.1:" + redis.port())
                .replay();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("--storage: Redis refuses")
                .contains("WRONGPASS")
                .doesNotContain("hunter2");
    }
}
