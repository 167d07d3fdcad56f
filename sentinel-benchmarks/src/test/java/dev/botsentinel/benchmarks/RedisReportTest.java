package dev.botsentinel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything is measured for a moment, so that nothing can rot. Says nothing about speed. */
class RedisReportTest {

    private static final Duration A_MOMENT = Duration.ofMillis(10);

    @Test
    void eachRowIsMeasured() throws IOException, InterruptedException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (LocalRedis server = LocalRedis.start()) {
            PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8);
            new RedisReport(server.uri(), List.of(Scenario.HOT_KEY), 1, A_MOMENT, out, new TargetSummary()).run();
            out.flush();
        }
        String report = printed.toString(StandardCharsets.UTF_8);
        for (RedisContender contender : RedisContender.values()) {
            assertThat(report.lines().filter(line -> line.contains(contender.label)))
                    .hasSize(3);
        }
        assertThat(report).contains("| full window of 1,000 | ", "| 256 in flight | ");
    }
}
