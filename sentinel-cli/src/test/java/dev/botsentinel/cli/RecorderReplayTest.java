package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.cli.attack.RandomPolicies;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Stale;
import dev.botsentinel.policy.Trusted;
import dev.botsentinel.record.Pseudonyms;
import dev.botsentinel.record.Recorder;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.telegram.BotNames;
import dev.botsentinel.testing.ManualTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recorder writes, replayed, comes to the decisions that the guard made. */
class RecorderReplayTest {

    private static final FingerprintKey KEY = FingerprintKey.ofHex("000102030405060708090a0b0c0d0e0f");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> WORDS = List.of(
            "/pay",
            "/admin_ban",
            "/admin",
            "callback:buy",
            "message",
            "edited_message",
            "inline_query",
            "/invented",
            "callback:Anna Müller");

    @Property(tries = 25)
    void replayingARecordingGivesTheDecisionsOfTheOriginal(@ForAll long seed) throws IOException {
        Original original = new Original(new Random(seed), seed % 3 == 0 ? seed % 7 : 0);
        try {
            original.run(400);
            assertThat(original.replayed(Pseudonyms.by(KEY))).isEqualTo(original.decisions);
        } finally {
            original.delete();
        }
    }

    /** The control: with another key the ids of the policy and what is known of principals belong to nobody. */
    @Test
    void withAnotherKeyDecisionsDiffer() throws IOException {
        Original original = new Original(new Random(7), 0);
        try {
            original.run(400);
            assertThat(original.replayed(Pseudonyms.by(FingerprintKey.random())))
                    .isNotEqualTo(original.decisions);
        } finally {
            original.delete();
        }
    }

    @Test
    void theCommandReplaysADirectoryOfFiles(@TempDir Path directory) throws IOException {
        Path files = directory.resolve("recordings");
        ManualTime time = new ManualTime(START);
        Path policy = Files.writeString(
                directory.resolve("p.yml"),
                "version: 1\nblocked: [\"666\"]\nactions:\n  /pay: {limits: [{permits: 1, per: 30s}]}\n");
        try (Recorder recorder = Recorder.to(files, KEY)
                        .time(time)
                        .rotate(4096, Duration.ofHours(1))
                        .build();
                MemoryStore store = MemoryStore.builder().time(time).build();
                Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                        .policy(PolicySource.read(policy).policy())
                        .store(store)
                        .time(time)
                        .recorder(recorder)
                        .build()) {
            for (int i = 0; i < 40; i++) {
                sentinel.check(Request.builder("/pay").subject(42).build());
                sentinel.check(Request.builder("/pay").subject(666).build());
                time.advance(Duration.ofSeconds(1));
            }
        }
        try (Stream<Path> made = Files.list(files)) {
            assertThat(made.count()).isGreaterThan(2);
        }
        Path key = Files.writeString(directory.resolve("key"), "000102030405060708090a0b0c0d0e0f\n");

        Run run = Run.of("replay", "--policy", policy, "--updates", files, "--recording-key", key);
        Run withoutKey = Run.of("replay", "--policy", policy, "--updates", files);
        Run ofUser = Run.of(
                "replay",
                "--policy",
                policy,
                "--updates",
                files,
                "--recording-key",
                key,
                "--user",
                "42",
                "--step",
                "--until",
                "2026-01-01T00:00:00Z");

        assertThat(run.status()).as(run.err()).isEqualTo(0);
        assertThat(run.lines()).hasSize(80);
        assertThat(run.lines())
                .filteredOn(line -> line.contains("\"reason\":\"blocked\""))
                .hasSize(40);
        assertThat(run.lines())
                .filteredOn(line -> line.contains("\"decision\":\"allowed\""))
                .hasSize(2);
        assertThat(run.err()).doesNotContain("warning");
        assertThat(withoutKey.err()).contains("say --recording-key");
        assertThat(ofUser.out())
                .contains("update 1 at 2026-01-01T00:00:00Z: /pay by ")
                .contains("limit /pay#0  1 left for user  0 left for user, passes at 2026-01-01T00:00:30Z")
                .doesNotContain("update 2 at", "update 3 at");
    }

    /** A guard with a random policy, a recorder, and users of all kinds. */
    private static final class Original {

        private final Random random;
        private final Path directory;
        private final ManualTime time = new ManualTime(START);
        private final PolicySet policy;
        private final long slowUser;
        private final List<String> decisions = new ArrayList<>();
        private final List<Request> sent = new ArrayList<>();

        Original(Random random, long slowUser) throws IOException {
            this.random = random;
            this.slowUser = slowUser;
            this.directory = Files.createTempDirectory("recording");
            PolicySet.Builder builder = new RandomPolicies(random).next().toBuilder();
            if (random.nextBoolean()) {
                builder.blocked("3", "-103").trusted(new Trusted(Set.of("4"), Set.of("admin")));
            }
            if (random.nextBoolean()) {
                builder.stale(new Stale(Duration.ofMinutes(2)));
            }
            this.policy = builder.build();
        }

        void run(int updates) {
            try (Recorder recorder = Recorder.to(directory, KEY).time(time).build();
                    MemoryStore store = MemoryStore.builder().time(time).build();
                    Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                            .policy(policy)
                            .store(store)
                            .time(time)
                            .resolver(this::resolve)
                            .principalCache(Duration.ofSeconds(20), 1000)
                            .recorder(recorder)
                            .build()) {
                for (int i = 0; i < updates; i++) {
                    Request request =
                            i > 0 && random.nextInt(6) == 0 ? sent.get(random.nextInt(sent.size())) : request();
                    sent.add(request);
                    decisions.add(sentinel.check(request).explain());
                    time.advance(
                            Duration.ofNanos(1000L * random.nextInt(random.nextInt(20) == 0 ? 9_000_000 : 90_000)));
                }
                assertThat(recorder.dropped()).isZero();
            }
        }

        private CompletableFuture<Resolution> resolve(Request request) {
            int dice = random.nextInt(20);
            if (dice == 0 || request.subjectNumber() == slowUser) {
                return CompletableFuture.failedFuture(new IllegalStateException("the database is down"));
            }
            if (dice == 1) {
                return CompletableFuture.completedFuture(Resolution.veto());
            }
            return CompletableFuture.completedFuture(
                    Resolution.of(dice < 12 ? Principal.registered("admin", "a role of Anna's") : Principal.ANONYMOUS));
        }

        private Request request() {
            String action = WORDS.get(random.nextInt(WORDS.size()));
            Request.Builder builder = Request.builder(action);
            if (random.nextInt(10) > 0) {
                builder.subject(1 + random.nextInt(5));
            }
            if (random.nextInt(10) > 0) {
                builder.chat(-100 - random.nextInt(4)).topic(random.nextBoolean() ? null : "7");
            }
            int number = random.nextInt(20);
            if (random.nextBoolean()) {
                builder.content(Content.text("Anna's text " + number)).path(action + ":" + number);
            } else if (random.nextBoolean()) {
                builder.content(Content.of("photo", "file" + number)).path(action + ":photo");
            }
            if (random.nextInt(4) == 0) {
                builder.space("guild").updateId("update " + number);
            } else {
                builder.updateId(number);
            }
            if (random.nextInt(5) == 0) {
                builder.album("album" + random.nextInt(3));
            }
            if (random.nextBoolean()) {
                builder.sentAt(time.instant().minusSeconds(random.nextInt(4) == 0 ? random.nextInt(300) : 0));
            }
            return builder.deliberate(random.nextInt(5) > 0)
                    .impersonal(random.nextInt(9) == 0)
                    .exemption(exemption(random))
                    .build();
        }

        List<String> replayed(Pseudonyms pseudonyms) throws IOException {
            VirtualClock clock = new VirtualClock();
            ReplayedPrincipals principals = new ReplayedPrincipals(Map.of());
            List<String> replayed = new ArrayList<>();
            ReplayListener listener = new ReplayListener() {
                @Override
                public void error(long n, String message) {
                    throw new AssertionError("line " + n + ": " + message);
                }

                @Override
                public void decision(Replayed update, Decision decision) {
                    replayed.add(decision.explain());
                }
            };
            Progress progress = new Progress(
                    new PrintStream(PrintStream.nullOutputStream(), false, US_ASCII),
                    Progress.Style.NONE,
                    System::nanoTime,
                    0);
            try (MemoryStorage storage = new MemoryStorage(clock);
                    InputStream in = Inputs.openRecording(directory)) {
                ReplayGuard guard = new ReplayGuard(pseudonyms.policy(policy), principals, clock, storage.store());
                new Replay(clock, guard, principals, VirtualClock.LAST, List.of(listener), progress)
                        .run(new Recording(in, BotNames.UNKNOWN));
            }
            return replayed;
        }

        void delete() throws IOException {
            try (Stream<Path> all = Files.walk(directory)) {
                all.sorted(Comparator.reverseOrder()).forEach(file -> {
                    try {
                        Files.delete(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
    }

    private static Exemption exemption(Random random) {
        List<Exemption> some = List.of(Exemption.values());
        return random.nextInt(12) == 0 ? some.get(random.nextInt(some.size())) : Exemption.NONE;
    }
}
