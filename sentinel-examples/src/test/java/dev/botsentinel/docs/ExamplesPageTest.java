package dev.botsentinel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/examples.md lists whatever has a main. */
class ExamplesPageTest {

    private static final Path EXAMPLES = Path.of("src", "main", "java", "dev", "botsentinel", "examples");

    @Test
    void everyExampleIsListed() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "examples.md"));
        assertThat(examples()).hasSizeGreaterThan(5).allMatch(name -> page.contains("| `" + name + "`"));
    }

    private static List<String> examples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(ExamplesPageTest::hasMain)
                    .map(file -> EXAMPLES.relativize(file).toString())
                    .map(name -> name.replace(".java", "")
                            .replace(EXAMPLES.getFileSystem().getSeparator(), "."))
                    .toList();
        }
    }

    private static boolean hasMain(Path file) {
        try {
            return file.toString().endsWith(".java") && Files.readString(file).contains("static void main(String[] ");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
