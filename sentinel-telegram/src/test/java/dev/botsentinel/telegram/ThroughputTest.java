package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reads each kind of update again and again, and prints the processor time and the bytes that one takes once the JVM is
 * warm, beside those of a plain tree of the same bytes. No assertion on speed: machines differ. On the recorded day's text
 * messages it was 0.9 of the tree's time and half its bytes.
 */
@Tag("slow")
class ThroughputTest {
    private static final int ROUNDS = 5_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<byte[]> kinds = Samples.kinds().stream()
            .map(json -> json.getBytes(StandardCharsets.UTF_8))
            .toList();

    @Test
    void fromBytesToARequestAndToATree() {
        for (int i = 0; i < 3; i++) {
            measure(
                    "request",
                    json -> TelegramUpdate.parse(json).request().actionName().length());
            measure("tree", json -> TelegramJson.read(json).size());
        }
    }

    private void measure(String what, ToIntFunction<byte[]> reading) {
        long id = Thread.currentThread().getId();
        long bytes = THREADS.getThreadAllocatedBytes(id);
        long nanos = THREADS.getCurrentThreadCpuTime();
        long read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (byte[] json : kinds) {
                read += reading.applyAsInt(json);
            }
        }
        double updates = (double) ROUNDS * kinds.size();
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f µs, %.0f B per update%n",
                what,
                (THREADS.getCurrentThreadCpuTime() - nanos) / 1_000.0 / updates,
                (THREADS.getThreadAllocatedBytes(id) - bytes) / updates);
        assertThat(read).isPositive();
    }
}
