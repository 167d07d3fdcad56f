package dev.botsentinel.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryScannerTest {

    private static final String TOKEN =
            "123456789" + ":" + "AAF-x9_Qk3Lm7Tz".repeat(3).substring(0, 35);

    @TempDir
    private Path root;

    private RevCommit commit(Git git, String message) throws GitAPIException {
        git.add().addFilepattern(".").call();
        git.add().addFilepattern(".").setUpdate(true).call();
        return git.commit()
                .setMessage(message)
                .setAuthor("Jo", "jo@example.org")
                .setCommitter("Jo", "jo@example.org")
                .setSign(false)
                .call();
    }

    @Test
    void whatWasRemovedIsFoundAtTheCommitThatBroughtIt() throws IOException, GitAPIException {
        try (Git git = Git.init().setDirectory(root.toFile()).call()) {
            Files.writeString(root.resolve("README.md"), "first");
            commit(git, "first");
            Files.writeString(root.resolve("Bot.java"), "String token = \"" + TOKEN + "\";\n");
            RevCommit leak = commit(git, "leak");
            Files.delete(root.resolve("Bot.java"));
            commit(git, "remove");
            assertThat(TreeScanner.scan(root, true).findings()).isEmpty();
            ScanResult history = HistoryScanner.scan(root);
            assertThat(history.findings())
                    .extracting(Finding::path)
                    .containsExactly(leak.name().substring(0, 10) + ":Bot.java");
            assertThat(history.files()).isEqualTo(2);
            Baseline baseline = Baseline.parse(Baseline.text(history.findings()));
            assertThat(history.without(baseline).findings()).isEmpty();
        }
    }

    @Test
    void otherBranchesAreSearchedAndWhatIsInTheTreeIsReportedOnce() throws IOException, GitAPIException {
        try (Git git =
                Git.init().setDirectory(root.toFile()).setInitialBranch("main").call()) {
            Files.writeString(root.resolve("a.txt"), TOKEN);
            commit(git, "first");
            git.checkout().setCreateBranch(true).setName("side").call();
            Files.writeString(root.resolve("b.txt"), TOKEN);
            commit(git, "on a branch");
            git.checkout().setName("main").call();
            ScanResult both = TreeScanner.scan(root, true).and(HistoryScanner.scan(root));
            assertThat(both.findings()).hasSize(2);
            assertThat(both.findings().get(0).path()).isEqualTo("a.txt");
            assertThat(both.findings().get(1).path()).endsWith(":b.txt");
        }
    }

    @Test
    void aPathInNoRepositoryIsAnError() {
        assertThatThrownBy(() -> HistoryScanner.scan(root))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no git repository");
    }
}
