package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reads a million updates, one kind after another, and prints what one took. The aim is at most 10 µs, so that a
 * recording of a million replays in well under a minute; measured at first: 2 µs. No assertion on speed: machines differ.
 */
@Tag("slow")
class ThroughputTest {
    private static final int UPDATES = 1_000_000;

    @Test
    void aMillionUpdates() {
        List<byte[]> kinds = Samples.kinds().stream()
                .map(json -> json.getBytes(StandardCharsets.UTF_8))
                .toList();
        long named = 0;
        long start = System.nanoTime();
        for (int i = 0; i < UPDATES; i++) {
            TelegramUpdate update = TelegramUpdate.parse(kinds.get(i % kinds.size()));
            named += update.request().action().name().isEmpty() ? 0 : 1;
        }
        double micros = (System.nanoTime() - start) / 1_000.0 / UPDATES;

        System.out.printf(Locale.ROOT, "%.2f µs per update%n", micros);
        assertThat(named).isEqualTo(UPDATES);
    }
}
