package dev.botsentinel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The BOM has every module that is published, and is of the build's version. */
class BomTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern MANAGED = Pattern.compile("<dependency>\\s*<groupId>dev\\.botsentinel</groupId>\\s*"
            + "<artifactId>([^<]+)</artifactId>\\s*<version>\\$\\{project\\.version}</version>");

    @Test
    void everyPublishedModuleIsInTheBom() {
        List<String> published = all(MODULE, read("pom.xml")).stream()
                .filter(module -> !read(module + "/pom.xml").contains("<maven.deploy.skip>true"))
                .filter(module -> !module.equals("sentinel-bom"))
                .toList();
        assertThat(all(MANAGED, read("sentinel-bom/pom.xml"))).containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void itIsOfTheBuildsVersion() {
        Pattern version = Pattern.compile("</artifactId>\\s*<version>([^<]+)</version>");
        assertThat(all(version, read("sentinel-bom/pom.xml")).get(0))
                .isEqualTo(all(version, read("pom.xml")).get(0));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult it) -> it.group(1))
                .toList();
    }

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
