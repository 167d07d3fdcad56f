package dev.botsentinel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnInterceptorsTest {

    @Test
    void eachDecidesInItsPlace() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new OwnInterceptors(new PrintStream(bytes, true, StandardCharsets.UTF_8)).run();
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines)
                .containsSubsequence(
                        "  blocklist: whom the storage has as blocked",
                        "  own: opening hours, 09:00 to 18:00",
                        "  own: texts longer than 100: 1 per 10m, sliding-window, per user",
                        "  limits, all or none of them:");
        assertThat(lines.stream().filter(line -> line.startsWith("2026")).map(line -> line.substring(53)))
                .containsExactly(
                        "denied: vetoed by closed, waiting doesn't help",
                        "allowed; left: *#0 19",
                        "allowed; left: *#0 19",
                        "allowed; left: long-texts 0, *#0 18",
                        "denied: rate_limited by long-texts (1 per 10m, sliding-window, per user) for this user, 0 left,"
                                + " retry after 600 s",
                        "allowed; left: *#0 17");
    }
}
