package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.TestInfo;

/**
 * Writes measurements into the tables of docs/failure-modes.md; each row replaces the one with the same first
 * column. Only with {@code -Dfigures.write}, so that no build changes its own sources.
 */
final class Figures {

    private static final boolean WANTED = System.getProperty("figures.write") != null;
    private static final Path PAGE = Path.of("..", "docs", "failure-modes.md");

    private final String test;

    Figures(TestInfo test) {
        this.test = "`" + test.getTestClass().orElseThrow().getSimpleName() + "."
                + test.getTestMethod().orElseThrow().getName() + "`";
    }

    /** A survived fault. */
    void outage(String fault, Outage.Measured measured) {
        String recovery =
                String.format(Locale.ROOT, "%.2f s", measured.recovery().toNanos() / 1e9);
        put("outages", fault, millis(measured.worst()), recovery);
    }

    /** Another promise and its measurement. */
    void measured(String what, String promised, String measured) {
        put("measured", what, promised, measured);
    }

    static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    private void put(String table, String key, String... cells) {
        if (!WANTED) {
            return;
        }
        try {
            Files.write(PAGE, replaced(Files.readAllLines(PAGE), table, key, cells), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> replaced(List<String> page, String table, String key, String... cells) {
        String first = "| " + key + " |";
        String row = first + " " + String.join(" | ", cells) + " | " + test + " |";
        List<String> lines = new ArrayList<>(page);
        int begin = lines.indexOf("<!-- figures: " + table + " -->");
        int end = begin + lines.subList(begin, lines.size()).indexOf("<!-- end -->");
        for (int i = begin; i < end; i++) {
            if (lines.get(i).startsWith(first)) {
                lines.set(i, row);
                return lines;
            }
        }
        while (lines.get(end - 1).isEmpty()) {
            end--;
        }
        lines.add(end, row);
        return lines;
    }
}
