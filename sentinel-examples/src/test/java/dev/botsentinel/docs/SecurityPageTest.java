package dev.botsentinel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md names tests that exist, and links to headings that do. */
class SecurityPageTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)`");
    private static final Pattern LIST = Pattern.compile("^\\| ((?:API )?Top 10 of \\d+) ");
    private static final Pattern ROW = Pattern.compile("^\\| (A(?:PI)?\\d+) ");
    private static final Pattern ANCHOR = Pattern.compile("\\]\\(([a-z]+\\.md)?#([a-z0-9-]+)\\)");

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve("docs").resolve(name));
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher test = TEST.matcher(page("security.md"));
        while (test.find()) {
            named.add(test.group(1) + ".java");
        }
        try (Stream<Path> files = Files.walk(ROOT)) {
            Set<String> existing = files.filter(it -> it.toString().contains("src"))
                    .map(it -> it.getFileName().toString())
                    .collect(Collectors.toSet());
            assertThat(named).hasSizeGreaterThan(20);
            assertThat(existing).containsAll(named);
        }
    }

    /** All ten of each list are there, and each names a test unless it is nothing of Sentinel's. */
    @Test
    void everyRowOfOwaspHasATest() throws IOException {
        Map<String, Integer> rows = new TreeMap<>();
        String list = "";
        for (String line : page("security.md").lines().toList()) {
            Matcher head = LIST.matcher(line);
            if (head.find()) {
                list = head.group(1);
            }
            Matcher row = ROW.matcher(line);
            if (!list.isEmpty() && row.find()) {
                int number = rows.merge(list, 1, Integer::sum);
                assertThat(row.group(1))
                        .as(line)
                        .isEqualTo(list.startsWith("API") ? "API" + number : "A%02d".formatted(number));
                assertThat(TEST.matcher(line).find() || line.contains("your handler's"))
                        .as(line)
                        .isTrue();
            }
        }
        assertThat(rows).isEqualTo(Map.of("Top 10 of 2025", 10, "Top 10 of 2021", 10, "API Top 10 of 2023", 10));
    }

    @Test
    void everyHeadingThatIsLinkedExists() throws IOException {
        for (String from : new String[] {"security.md", "secrets.md", "webhooks.md", "scan.md"}) {
            Matcher anchor = ANCHOR.matcher(page(from));
            while (anchor.find()) {
                String target = anchor.group(1) == null ? from : anchor.group(1);
                assertThat(headings(page(target))).as("%s → %s", from, target).contains(anchor.group(2));
            }
        }
    }

    private static Set<String> headings(String text) {
        return text.lines()
                .filter(it -> it.startsWith("#"))
                .map(it -> it.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(it -> it.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
