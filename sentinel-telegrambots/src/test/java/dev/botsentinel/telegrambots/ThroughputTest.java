package dev.botsentinel.telegrambots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.telegram.telegrambots.meta.api.objects.Update;

/**
 * Makes requests of the recorded day's updates, again and again, and prints what one took once the JVM is warm. Nearly all
 * are text messages and callbacks, 0.1 µs each; the others go by JSON, 5 µs. No assertion on speed: machines differ.
 */
@Tag("slow")
class ThroughputTest {

    private static final int ROUNDS = 100;

    @Test
    void aHundredDays() throws IOException {
        List<Update> day = SameAsJsonTest.day().stream().map(Updates::read).toList();
        long named = 0;
        long nanos = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (Update update : day) {
                named += TelegramBots.request(update).action().name().isEmpty() ? 0 : 1;
            }
            nanos = System.nanoTime() - start;
        }
        System.out.printf(Locale.ROOT, "%.2f µs per update%n", nanos / 1_000.0 / day.size());
        assertThat(named).isEqualTo((long) ROUNDS * day.size());
    }
}
