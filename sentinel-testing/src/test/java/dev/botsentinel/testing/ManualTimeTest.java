package dev.botsentinel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualTime time = new ManualTime(START);

    @Test
    void standsStillUntilTurned() {
        assertThat(time.instant()).isEqualTo(START).isEqualTo(time.instant());
    }

    @Test
    void isTurnedForwardsAndBackwards() {
        time.advance(Duration.ofSeconds(2));
        time.advanceMicros(-1);
        assertThat(time.instant()).isEqualTo(START.plusSeconds(2).minusNanos(1000));
    }

    @Test
    void isSetToAnEarlierInstant() {
        time.set(START.minusSeconds(5));
        assertThat(time.instant()).isEqualTo(START.minusSeconds(5));
    }

    @Test
    void losesNoTurnOfAnyThread() throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        Thread[] threads = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> turnOften(start)))
                .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.start();
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(time.instant()).isEqualTo(START.plusNanos(4 * 1000 * 1000L));
    }

    private void turnOften(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        for (int i = 0; i < 1000; i++) {
            time.advanceMicros(1);
        }
    }
}
