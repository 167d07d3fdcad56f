package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanCommandTest {

    private static final String SECRET = "AAF-x9_Qk3Lm7Tz".repeat(3).substring(0, 35);

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                directory.resolve("Bot.java"), "// first\nString token = \"123456789" + ":" + SECRET + "\";\n");
    }

    @Test
    void findingsArePrintedWithoutTheSecretAndEndWith4() {
        Run run = Run.of("scan", directory.toString());
        assertThat(run.status()).isEqualTo(4);
        assertThat(run.out()).startsWith("Bot.java:2:17: telegram-bot-token: ").doesNotContain(SECRET);
        assertThat(run.err()).isEqualTo("1 findings in 1 files; 0 more are in the baseline\n");
    }

    @Test
    void acceptedFindingsEndWith0() {
        String baseline = directory.resolve("accepted.txt").toString();
        assertThat(Run.of("scan", directory.toString(), "--write-baseline", baseline)
                        .status())
                .isZero();
        Run run = Run.of("scan", directory.toString(), "--baseline", baseline);
        assertThat(run.status()).isZero();
        assertThat(run.out()).isEmpty();
    }

    @Test
    void sarifIsOneDocument() {
        Run run = Run.of("scan", directory.toString(), "--format", "sarif");
        assertThat(run.status()).isEqualTo(4);
        assertThat(run.out())
                .startsWith("{\"$schema\"")
                .contains("\"startLine\":2")
                .doesNotContain(SECRET);
    }

    @Test
    void badInputEndsWith2() throws IOException {
        assertThat(Run.of("scan", directory.resolve("none").toString()).status())
                .isEqualTo(2);
        assertThat(Run.of("scan").status()).isEqualTo(2);
        Path bad = Files.writeString(directory.resolve("bad.txt"), "no fingerprint");
        Run run = Run.of("scan", directory.toString(), "--baseline", bad.toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("line 1 of the baseline");
    }
}
