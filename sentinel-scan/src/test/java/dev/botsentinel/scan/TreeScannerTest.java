package dev.botsentinel.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TreeScannerTest {

    private static final String TOKEN =
            "123456789" + ":" + "AAF-x9_Qk3Lm7Tz".repeat(3).substring(0, 35);

    @TempDir
    private Path root;

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> paths(boolean respectIgnoreFiles) throws IOException {
        return TreeScanner.scan(root, respectIgnoreFiles).findings().stream()
                .map(Finding::path)
                .toList();
    }

    @Test
    void findingsHaveTheirPlaceAndNoSecret() throws IOException {
        write("src/Bot.java", "class Bot {\n    // ü\n    String token = \"" + TOKEN + "\";\n}\n");
        ScanResult result = TreeScanner.scan(root, true);
        Finding finding = result.findings().get(0);
        assertThat(result.findings()).hasSize(1);
        assertThat(finding.kind()).isEqualTo(SecretKind.TELEGRAM_BOT_TOKEN);
        assertThat(finding.path()).isEqualTo("src/Bot.java");
        assertThat(List.of(finding.line(), finding.column(), finding.endColumn()))
                .containsExactly(3, 21, 21 + TOKEN.length());
        assertThat(finding.toString()).doesNotContain("AAF");
        assertThat(result.files()).isEqualTo(1);
    }

    @Test
    void whatGitIgnoresIsLeftAlone() throws IOException {
        write(".gitignore", ".env\nbuild/\n");
        write(".env", TOKEN);
        write("build/out.txt", TOKEN);
        write("sub/.env", TOKEN);
        write("sub/.gitignore", "!.env\n*.local\n");
        write("sub/a.local", TOKEN);
        write("kept.txt", TOKEN);
        write(".git/config", TOKEN);
        write(".git/info/exclude", "mine.txt\n");
        write("mine.txt", TOKEN);
        write(".sentinelignore", "fixtures/\n");
        write("fixtures/a.txt", TOKEN);
        assertThat(paths(true)).containsExactly("kept.txt", "sub/.env");
        assertThat(paths(false))
                .containsExactly(
                        ".env", "build/out.txt", "fixtures/a.txt", "kept.txt", "mine.txt", "sub/.env", "sub/a.local");
    }

    @Test
    void ignoreFilesAboveWhatIsScannedHoldToo() throws IOException {
        write(".git/HEAD", "ref: refs/heads/main");
        write(".gitignore", "*.secret\n");
        write("sub/a.secret", TOKEN);
        write("sub/b.txt", TOKEN);
        assertThat(TreeScanner.scan(root.resolve("sub"), true).findings())
                .extracting(Finding::path)
                .containsExactly("b.txt");
        assertThat(TreeScanner.scan(root.resolve("sub/b.txt"), true).findings())
                .extracting(Finding::path)
                .containsExactly("b.txt");
    }

    @Test
    void binaryFilesAreLeftAloneAndLargeOnesNamed() throws IOException {
        write("binary", "\0" + TOKEN);
        write("large", " ".repeat((int) TreeScanner.LARGEST + 1));
        ScanResult result = TreeScanner.scan(root, true);
        assertThat(result.findings()).isEmpty();
        assertThat(result.skipped()).containsExactly("large: is larger than 8 MiB");
    }

    @Test
    void aLineThatIsAllowedIsNotReported() throws IOException {
        write("a.txt", TOKEN + " " + TextScanner.ALLOWED + "\n" + TOKEN + "\n");
        assertThat(TreeScanner.scan(root, true).findings())
                .extracting(Finding::line)
                .containsExactly(2);
    }

    @Test
    void aBaselineKnowsFindingsWhereverTheirLineMoves() throws IOException {
        write("a.txt", TOKEN + "\n");
        String baseline = Baseline.text(TreeScanner.scan(root, true).findings());
        assertThat(baseline).contains("# telegram-bot-token a.txt").doesNotContain("AAF");
        write("a.txt", "moved\n\n" + TOKEN + "\n");
        write("b.txt", TOKEN + "\n");
        assertThat(TreeScanner.scan(root, true)
                        .without(Baseline.parse(baseline))
                        .findings())
                .extracting(Finding::path)
                .containsExactly("b.txt");
        assertThat(TreeScanner.scan(root, true).without(Baseline.empty()).findings())
                .hasSize(2);
        assertThatThrownBy(() -> Baseline.parse("# fine\n" + TOKEN))
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("AAF");
    }

    @Test
    void theSarifReportIsJsonWithEachFinding() throws IOException {
        write("dir with space/ü.txt", "\n" + TOKEN + "\n");
        String sarif = SarifReport.of(TreeScanner.scan(root, true));
        JsonNode run = JsonMapper.shared().readTree(sarif).path("runs").path(0);
        JsonNode result = run.path("results").path(0);
        assertThat(sarif).doesNotContain("AAF");
        assertThat(result.path("ruleId").asString()).isEqualTo("telegram-bot-token");
        JsonNode location = result.path("locations").path(0).path("physicalLocation");
        assertThat(location.path("artifactLocation").path("uri").asString()).isEqualTo("dir%20with%20space/%C3%BC.txt");
        assertThat(location.path("region").path("startLine").asInt()).isEqualTo(2);
        assertThat(run.path("tool").path("driver").path("rules").size()).isEqualTo(SecretKind.values().length);
    }

    @Test
    void aMissingRootIsAnError() {
        assertThatThrownBy(() -> TreeScanner.scan(root.resolve("none"), true)).isInstanceOf(NoSuchFileException.class);
    }
}
