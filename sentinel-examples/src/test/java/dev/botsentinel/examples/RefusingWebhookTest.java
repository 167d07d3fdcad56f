package dev.botsentinel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RefusingWebhookTest {

    @Test
    void theThirdOrderIsRefusedWithItsWait() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RefusingWebhook.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines)
                .startsWith("ordered: tea", "200", "ordered: milk", "200")
                .hasSize(5);
        // The clock runs: on a slow machine some of the ten seconds have gone.
        assertThat(lines.get(4)).matches("429, \"orders\";r=0;t=(10|\\d), again after (10|\\d) s");
    }
}
