package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.cli.Progress.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long nanos = 5;

    @Test
    void aShortReplayIsQuiet() {
        Progress progress = progress(Style.LINES, 1000);
        nanos += Duration.ofMillis(1999).toNanos();
        progress.done(256, 500);
        progress.end();
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void aLogGetsALineEveryTenSeconds() {
        Progress progress = progress(Style.LINES, 10_000);
        for (int second = 1; second <= 23; second++) {
            nanos += Duration.ofSeconds(1).toNanos();
            progress.done(second * 256L, second * 100L);
        }
        progress.end();
        assertThat(err.toString(UTF_8)).isEqualTo("""
                512 lines, 2 %, 256 a second
                3,072 lines, 12 %, 256 a second
                5,632 lines, 22 %, 256 a second
                """);
    }

    @Test
    void aTerminalHasOneLineThatVanishesInTheEnd() {
        Progress progress = progress(Style.TERMINAL, 0);
        nanos += Duration.ofSeconds(2).toNanos();
        progress.done(2560, 100);
        nanos += Duration.ofMillis(100).toNanos();
        progress.done(2816, 100);
        progress.end();
        assertThat(err.toString(UTF_8)).isEqualTo("\r\u001b[K2,560 lines, 1,280 a second\r\u001b[K");
    }

    @Test
    void noneIsNone() {
        Progress progress = progress(Style.NONE, 0);
        nanos += Duration.ofDays(1).toNanos();
        progress.done(256, 1);
        progress.end();
        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(progress.elapsed()).isEqualTo(Duration.ofDays(1));
    }

    private Progress progress(Style style, long totalBytes) {
        return new Progress(new PrintStream(err, true, UTF_8), style, () -> nanos, totalBytes);
    }
}
