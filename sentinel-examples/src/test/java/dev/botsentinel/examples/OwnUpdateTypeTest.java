package dev.botsentinel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OwnUpdateTypeTest {

    @Test
    void doorsOpenAndRefusalsAreExplainedOnce() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new OwnUpdateType(new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> Instant.EPOCH).run();
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactlyInAnyOrder(
                        "lab      4711 north: open",
                        "lab      4711 north: You have just sent that.",
                        "archive  4711 north: open",
                        "archive  4711 south: That was too much; try again in 60 s.",
                        "lab      0815 north: open",
                        "log      the bolt of the cellar is stuck",
                        "cellar   0815 north: Something went wrong. If you report it, please name its number.");
    }
}
