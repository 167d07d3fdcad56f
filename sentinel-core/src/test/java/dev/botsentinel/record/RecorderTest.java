package dev.botsentinel.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

    private static final FingerprintKey KEY = FingerprintKey.ofHex("000102030405060708090a0b0c0d0e0f");
    private static final Allowed ALLOWED = new Allowed(Passage.CHECKED, List.of(), List.of());
    private static final PolicySet POLICY = PolicySet.builder()
            .action("/pay", Policy.limits(RateLimit.perMinute(3)))
            .action("callback:buy", Policy.limits(RateLimit.perMinute(3)))
            .action("/admin*", Policy.limits(RateLimit.perMinute(3)))
            .build();

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path parent;

    private Path directory;

    @BeforeEach
    void inADirectoryThatIsNotThere() {
        directory = parent.resolve("made/recordings");
    }

    private RecorderBuilder builder() {
        return Recorder.to(directory, KEY).time(time);
    }

    private static void decided(Recorder recorder, Request request) {
        recorder.decided(request, POLICY.effective(request.path()), ALLOWED, 0);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files()) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    @Test
    void noIdNoNameAndNoTextIsInTheFile() throws IOException {
        List<String> secrets = List.of(
                "4242424242",
                "-1009988776655",
                "Anna",
                "Müller",
                "\"},{\"",
                "anna_m",
                "+491701234567",
                "topic-77",
                "guild-88",
                "album-99",
                "update-55",
                "role-of-Anna");
        String text = "Anna Müller \"},{\" \u202E\u0000\n +491701234567";
        try (Recorder recorder = builder().build()) {
            recorder.follow(POLICY);
            for (String action : List.of("/Anna", "callback:Anna Müller", "Anna", "/admin_anna_m", "callback:buy")) {
                Request request = Request.builder(action)
                        .subject("4242424242")
                        .chat("-1009988776655")
                        .topic("topic-77")
                        .space("guild-88")
                        .album("album-99")
                        .updateId("update-55")
                        .content(Content.text(text))
                        .path(action + ":" + text)
                        .build();
                decided(recorder, request);
                recorder.resolved(request, Resolution.of(Principal.registered("role-of-Anna")));
            }
        }
        List<String> lines = lines();
        assertThat(lines).hasSize(10);
        String all = String.join("\n", lines);
        assertThat(all).doesNotContain(secrets).matches("[ -~\\n]*");
        assertThat(all)
                .contains("\"action\":\"/admin~")
                .contains("\"action\":\"callback:buy\",\"path\":\"callback:buy:~");
    }

    @Test
    void onlyTheOwnerReadsTheFiles() throws IOException {
        try (Recorder recorder = builder().build()) {
            decided(recorder, Request.builder("/pay").build());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                .isEqualTo("rw-------");
    }

    @Test
    void filesAreBoundedAndTheOldestGo() throws IOException {
        try (Recorder recorder = builder()
                .rotate(4096, Duration.ofDays(1))
                .maxTotalBytes(3 * 4096)
                .capacity(10_000)
                .build()) {
            for (int i = 0; i < 500; i++) {
                decided(recorder, Request.builder("/pay").subject(i + 1).build());
                time.advance(Duration.ofMillis(1));
            }
        }
        long total = 0;
        for (Path file : files()) {
            assertThat(Files.size(file)).isBetween(1L, 4096L);
            total += Files.size(file);
        }
        assertThat(total).isLessThanOrEqualTo(3 * 4096);
        List<String> lines = lines();
        assertThat(lines.get(lines.size() - 1)).contains("00:00:00.499");
        assertThat(lines.get(0)).doesNotContain("00:00:00Z");
    }

    @Test
    void anOldFileIsFollowedByTheNext() throws IOException {
        try (Recorder recorder = builder().rotate(1 << 20, Duration.ofHours(1)).build()) {
            decided(recorder, Request.builder("/pay").build());
            time.advance(Duration.ofMinutes(59));
            decided(recorder, Request.builder("/pay").build());
            time.advance(Duration.ofMinutes(1));
            decided(recorder, Request.builder("/pay").build());
        }
        assertThat(files()).hasSize(2);
    }

    @Test
    void whatFindsNoRoomIsCountedAndTold() throws IOException {
        String large = "x".repeat((int) Recorder.MOST_CHARACTERS + 1);
        try (Recorder recorder = builder().build()) {
            decided(recorder, Request.builder("/pay").text(large).build());
            decided(recorder, Request.builder("/pay").text("small").build());
            assertThat(recorder.dropped()).isEqualTo(1);
            assertThat(recorder.health().dropped()).isEqualTo(1);
        }
        assertThat(lines().get(0)).isEqualTo("{\"at\":\"2026-01-01T00:00:00Z\",\"gap\":{\"missing\":1}}");
        assertThat(lines()).hasSize(2);
    }

    @Test
    void whatComesAfterTheEndIsCounted() {
        Recorder recorder = builder().build();
        recorder.close();
        decided(recorder, Request.builder("/pay").build());
        assertThat(recorder.dropped()).isEqualTo(1);
    }

    @Test
    void aDirectoryThatCannotBeMadeLosesLinesAndNothingElse() throws IOException {
        directory = Files.writeString(parent.resolve("file"), "no directory", UTF_8);
        Recorder recorder = builder().build();
        decided(recorder, Request.builder("/pay").build());
        recorder.close();
        assertThat(recorder.dropped()).isEqualTo(1);
        assertThat(recorder.written()).isZero();
    }

    @Test
    void thePathFallsUnderTheSameEntry() {
        Pseudonyms pseudonyms = Pseudonyms.by(KEY);
        KnownWords words = KnownWords.of(List.of()).and(POLICY);
        for (String path : List.of(
                "/pay", "/pay:x", "/payout", "/admin", "/admin_ban:7", "callback:buy:17", "callback:b", "callback")) {
            for (String action : List.of(
                    path,
                    path.split(":", 2)[0],
                    path.substring(0, Math.max(path.lastIndexOf(':'), path.indexOf(':') < 0 ? path.length() : 0)))) {
                String recorded = words.path(path, action, words.action(action, pseudonyms), pseudonyms);
                assertThat(POLICY.effective(recorded).entry())
                        .as(path + " of " + action + " as " + recorded)
                        .isEqualTo(POLICY.effective(path).entry());
            }
        }
    }

    @Test
    void limitsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> builder().rotate(100, Duration.ofHours(1))).hasMessageContaining("4096 bytes or more");
        assertThatThrownBy(() -> builder().maxTotalBytes(5).build()).hasMessageContaining("at least twice");
        assertThatThrownBy(() -> builder().capacity(0)).hasMessageContaining("1 or more");
    }
}
