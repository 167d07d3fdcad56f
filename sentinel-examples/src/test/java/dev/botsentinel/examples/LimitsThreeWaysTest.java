package dev.botsentinel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsThreeWaysTest {

    @Test
    void theThreeAreOnePolicy() throws IOException {
        assertThat(LimitsThreeWays.annotated())
                .isEqualTo(LimitsThreeWays.built())
                .isEqualTo(LimitsThreeWays.fromFile());
    }

    @Test
    void showsWhatThePolicyDecides() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new LimitsThreeWays(new PrintStream(bytes, true, StandardCharsets.UTF_8)).run();
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines)
                .startsWith("annotations = builder: true", "annotations = file:    true")
                .hasSize(17)
                .anyMatch(line -> line.contains("4 €") && line.contains("denied: rate_limited by money"))
                .anyMatch(line -> line.contains("5 €") && line.contains("allowed; left: money 2"))
                .anyMatch(line -> line.contains("/refund") && line.contains("denied: forbidden"))
                .anyMatch(line -> line.contains("bob  /transfer") && line.contains("denied: unregistered"))
                .anyMatch(line -> line.contains("/start") && line.endsWith("allowed"))
                .anyMatch(line -> line.contains("callback:buy") && line.contains("by callback:buy#0"))
                .anyMatch(line -> line.contains("/help") && line.contains("denied: duplicate"))
                .anyMatch(line ->
                        line.contains("/search       cups") && line.contains("allowed") && line.contains("/search#0"));
    }
}
