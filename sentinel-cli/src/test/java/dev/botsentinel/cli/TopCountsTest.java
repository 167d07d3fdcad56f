package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopCountsTest {

    @Test
    void upToTheCapacityAllCountsAreExact() {
        TopCounts counts = new TopCounts(3);
        for (String key : List.of("a", "b", "a", "c", "a", "b")) {
            counts.add(key, key.equals("b"));
        }
        assertThat(rows(counts)).containsExactly("a 3 0", "b 2 2", "c 1 0");
    }

    @Test
    void equalCountsAreInOrderOfTheirKeys() {
        TopCounts counts = new TopCounts(10);
        List.of("c", "a", "b").forEach(key -> counts.add(key, false));
        assertThat(rows(counts)).containsExactly("a 1 0", "b 1 0", "c 1 0");
    }

    @Test
    void whatIsFrequentStaysThroughAFloodOfInventedKeys() {
        TopCounts counts = new TopCounts(100);
        Random random = new Random(1);
        long messages = 0;
        for (int i = 0; i < 100_000; i++) {
            boolean message = i >= 10_000 && random.nextInt(20) == 0;
            counts.add(message ? "message" : "/invented" + i, message);
            messages += message ? 1 : 0;
        }
        TopCounts.Row first = counts.top(1).get(0);
        assertThat(first.key()).isEqualTo("message");
        assertThat(first.seen()).isBetween(messages - messages / 20, messages);
        assertThat(first.denied()).isEqualTo(first.seen());
    }

    @Test
    void noCountIsEverTooHigh() {
        TopCounts counts = new TopCounts(7);
        long[] truth = new long[40];
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            int key = random.nextInt(1 + random.nextInt(truth.length));
            truth[key]++;
            counts.add(Integer.toString(key), false);
        }
        assertThat(counts.top(7))
                .hasSize(7)
                .allSatisfy(row ->
                        assertThat(row.seen()).isPositive().isLessThanOrEqualTo(truth[Integer.parseInt(row.key())]));
    }

    @Test
    void longKeysAreCut() {
        TopCounts counts = new TopCounts(2);
        counts.add("x".repeat(1_000_000), false);
        assertThat(counts.top(1).get(0).key()).hasSize(200);
    }

    private static List<String> rows(TopCounts counts) {
        return counts.top(100).stream()
                .map(row -> row.key() + " " + row.seen() + " " + row.denied())
                .toList();
    }
}
