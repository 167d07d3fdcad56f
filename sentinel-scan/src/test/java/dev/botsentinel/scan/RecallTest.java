package dev.botsentinel.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.scan.Corpus.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How many secrets of a made-up corpus are found, and how much of what is found is one. The figures stand in docs/scan.md. */
class RecallTest {

    private static final int SECRETS = 450;
    private static final int OTHERS = 1500;

    @Test
    void findsTheCorpusAndNothingElse() throws IOException {
        List<Case> secrets = new ArrayList<>();
        List<Case> others = new ArrayList<>();
        for (int seed = 1; seed <= 10; seed++) {
            Corpus corpus = new Corpus(seed);
            secrets.addAll(corpus.secrets(SECRETS));
            others.addAll(corpus.others(OTHERS));
        }
        List<String> missed = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        int found = 0;
        for (Case of : secrets) {
            List<Finding> findings = TextScanner.scan(of.path(), of.text());
            if (findings.stream().anyMatch(it -> it.kind() == of.kind())) {
                found++;
            } else {
                missed.add(of.text());
            }
            findings.stream()
                    .filter(it -> it.kind() != of.kind())
                    .forEach(it -> wrong.add(it.kind() + " in " + of.text()));
        }
        for (Case of : others) {
            TextScanner.scan(of.path(), of.text()).forEach(it -> wrong.add(it.kind() + " in " + of.text()));
        }
        double recall = (double) found / secrets.size();
        double precision = (double) found / (found + wrong.size());
        assertThat(recall).as("missed: %s", missed).isGreaterThanOrEqualTo(0.98);
        assertThat(precision).as("wrong: %s", wrong).isGreaterThanOrEqualTo(0.98);
        assertThat(kinds(secrets)).isEqualTo(EnumSet.allOf(SecretKind.class));
        assertThat(Files.readString(Path.of("..", "docs", "scan.md")))
                .contains(String.format(
                        Locale.ROOT, "%,d files with a secret and %,d without", secrets.size(), others.size()))
                .contains(String.format(Locale.ROOT, "recall %.1f%%, precision %.1f%%", 100 * recall, 100 * precision));
    }

    private static Set<SecretKind> kinds(List<Case> cases) {
        return cases.stream().map(Case::kind).collect(Collectors.toSet());
    }

    @Test
    void thePageListsTheKinds() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "scan.md"));
        for (SecretKind kind : SecretKind.values()) {
            assertThat(page).contains("| `" + kind.id() + "` |");
        }
    }
}
