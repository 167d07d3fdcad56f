package dev.botsentinel.store.resilient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoarseTimerTest {

    private final CoarseTimer timer = new CoarseTimer("test-timer");

    @AfterEach
    void close() {
        timer.close();
        timer.close();
    }

    @Test
    void ringsOnADaemonThreadOfItsOwnAndNotTooSoon() throws InterruptedException {
        CountDownLatch rung = new CountDownLatch(1);
        Thread[] where = new Thread[1];
        long set = System.nanoTime();
        long[] after = new long[1];
        Runnable unused = timer.after(5_000_000, () -> {
            after[0] = System.nanoTime() - set;
            where[0] = Thread.currentThread();
            rung.countDown();
        });
        assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(after[0]).isGreaterThanOrEqualTo(5_000_000);
        assertThat(where[0].getName()).isEqualTo("test-timer");
        assertThat(where[0].isDaemon()).isTrue();
    }

    /** The timer's one thread is kept busy until it is called off: else it might ring before. */
    @Test
    void whatIsCalledOffDoesNotRing() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch calledOff = new CountDownLatch(1);
        CountDownLatch later = new CountDownLatch(1);
        boolean[] rung = new boolean[1];
        Runnable busy = timer.after(0, () -> {
            begun.countDown();
            await(calledOff);
        });
        await(begun);
        Runnable callOff = timer.after(1_000_000, () -> rung[0] = true);
        callOff.run();
        calledOff.countDown();
        Runnable unused = timer.after(2_000_000, later::countDown);
        assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(rung[0]).isFalse();
        busy.run();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void whatWasSetRingsAfterTheEnd() throws InterruptedException {
        CountDownLatch rung = new CountDownLatch(1);
        Runnable unused = timer.after(1_000_000, rung::countDown);
        timer.close();
        assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aLongDeadlineHoldsUpNoShorterOne() throws InterruptedException {
        CountDownLatch rung = new CountDownLatch(1);
        Runnable distant = timer.after(TimeUnit.HOURS.toNanos(1), () -> {});
        Runnable unused = timer.after(1_000_000, rung::countDown);
        assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
        distant.run();
    }

    @Test
    void oneThatFailsSilencesNoOther() throws InterruptedException {
        CountDownLatch rung = new CountDownLatch(1);
        Runnable failing = timer.after(0, () -> {
            throw new StackOverflowError();
        });
        Runnable unused = timer.after(1_000_000, rung::countDown);
        assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
        failing.run();
    }

    /** The thread rests after a second without deadlines; this goes on beyond that, so it has to wake, and not miss any. */
    @Test
    void whatIsSetWhileTheThreadRestsOrIsAboutToRings() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        Runnable unused = timer.after(0, first::countDown);
        await(first);
        Thread thread = Thread.getAllStackTraces().keySet().stream()
                .filter(one -> one.getName().equals("test-timer"))
                .findAny()
                .orElseThrow();
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (thread.getState() != Thread.State.WAITING && System.nanoTime() - patience < 0) {
            Thread.onSpinWait();
        }
        assertThat(thread.getState()).isEqualTo(Thread.State.WAITING);
        CountDownLatch rung = new CountDownLatch(1);
        Runnable woken = timer.after(1_000_000, rung::countDown);
        assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
        woken.run();
    }

    @Test
    void nothingIsTakenAfterTheEnd() {
        timer.close();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> timer.after(1, () -> {}));
    }
}
