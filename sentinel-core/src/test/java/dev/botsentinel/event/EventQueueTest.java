package dev.botsentinel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.event.SecurityEvent.PolicyChanged;
import dev.botsentinel.log.LoggedLines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventQueueTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    private final List<SecurityEvent> told = new CopyOnWriteArrayList<>();

    /** A listener that blocks on its first event until the gate opens. */
    private final CountDownLatch inside = new CountDownLatch(1);

    private final CountDownLatch gate = new CountDownLatch(1);

    private final SecurityListener blocking = event -> {
        inside.countDown();
        awaitUninterruptibly(gate);
        told.add(event);
    };

    @Test
    void eventsAreToldInOrderOnADaemonThreadOfTheQueue() {
        AtomicReference<Thread> teller = new AtomicReference<>();
        EventQueue queue = EventQueue.to(event -> {
            teller.set(Thread.currentThread());
            told.add(event);
        });
        List<SecurityEvent> events = events(1000);
        events.forEach(queue::on);
        queue.close();
        assertThat(told).isEqualTo(events);
        assertThat(queue.dropped()).isZero();
        assertThat(teller.get()).isNotSameAs(Thread.currentThread()).matches(Thread::isDaemon);
    }

    @Test
    void whatIsDroppedAndWhatTheListenerThrowsIsLogged() {
        LoggedLines lines = new LoggedLines();
        EventQueue queue = EventQueue.to(
                event -> {
                    throw new IllegalStateException("mine");
                },
                1000,
                LONG,
                lines.log());
        events(10).forEach(queue::on);
        queue.close();
        events(10).forEach(queue::on);
        assertThat(lines.take())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("WARN A listener behind a queue failed and was passed over, ")
                                .endsWith("java.lang.IllegalStateException: mine"),
                        line -> assertThat(line).contains(", 9 more, the latest: "),
                        line -> assertThat(line).startsWith("WARN An event was dropped, "));
    }

    @Test
    void aBlockingListenerCostsEventsAndNothingElse() throws InterruptedException {
        EventQueue queue = EventQueue.to(blocking, 2, LONG);
        queue.on(event(0));
        inside.await();
        IntStream.range(1, 1000).forEach(i -> queue.on(event(i)));
        assertThat(queue.pending()).isEqualTo(2);
        assertThat(queue.dropped()).isEqualTo(997);
        gate.countDown();
        queue.close();
        assertThat(told).containsExactly(event(0), event(1), event(2));
    }

    @Test
    void whatTheListenerThrowsHidesNoLaterEvent() {
        List<Throwable> thrown = List.of(
                new IllegalStateException("test"),
                new AssertionError("test"),
                new OutOfMemoryError("test"),
                new InterruptedException("test"));
        EventQueue queue = EventQueue.to(event -> {
            told.add(event);
            sneakyThrow(thrown.get(told.size() - 1));
        });
        List<SecurityEvent> events = events(thrown.size());
        events.forEach(queue::on);
        queue.close();
        assertThat(told).isEqualTo(events);
    }

    @Test
    void anInterruptThatTheListenerLeavesBehindEndsNothing() {
        EventQueue queue = EventQueue.to(event -> {
            told.add(event);
            Thread.currentThread().interrupt();
        });
        List<SecurityEvent> events = events(100);
        events.forEach(queue::on);
        queue.close();
        assertThat(told).isEqualTo(events);
    }

    @Test
    void eventsThatSetEachOtherOffEnd() throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(EventQueue.MAX_GENERATION + 1);
        AtomicReference<EventQueue> self = new AtomicReference<>();
        EventQueue queue = EventQueue.to(event -> {
            told.add(event);
            self.get().on(event);
            rounds.countDown();
        });
        self.set(queue);
        queue.on(event(1));
        rounds.await();
        assertThat(queue.dropped()).isEqualTo(1);
        queue.close();
        assertThat(told).hasSize(EventQueue.MAX_GENERATION + 1);
    }

    @Test
    void closingTellsWhatStillWaits() throws InterruptedException {
        EventQueue queue = EventQueue.to(blocking, 10, LONG);
        events(5).forEach(queue::on);
        inside.await();
        Thread closer = new Thread(queue::close);
        closer.start();
        gate.countDown();
        closer.join();
        assertThat(told).hasSize(5);
        assertThat(queue.pending()).isZero();
    }

    @Test
    void closingWaitsForABlockedListenerOnlySoLong() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        EventQueue queue = EventQueue.to(
                event -> {
                    inside.countDown();
                    try {
                        gate.await();
                    } catch (InterruptedException wakened) {
                        interrupted.countDown();
                    }
                },
                10,
                Duration.ofMillis(1));
        events(5).forEach(queue::on);
        inside.await();
        queue.close();
        assertThat(queue.dropped()).isEqualTo(4);
        interrupted.await();
    }

    @Test
    void aClosedQueueDropsAndCounts() {
        EventQueue queue = EventQueue.to(told::add);
        queue.close();
        queue.close();
        queue.on(event(1));
        assertThat(queue.dropped()).isEqualTo(1);
        assertThat(queue.pending()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void aListenerMayCloseItsQueue() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<EventQueue> self = new AtomicReference<>();
        EventQueue queue = EventQueue.to(event -> {
            told.add(event);
            self.get().close();
            done.countDown();
        });
        self.set(queue);
        queue.on(event(1));
        done.await();
        queue.close();
        assertThat(told).containsExactly(event(1));
    }

    @Test
    void whoeverIsInterruptedDoesNotWaitForTheDrain() throws InterruptedException {
        EventQueue queue = EventQueue.to(blocking, 10, LONG);
        events(5).forEach(queue::on);
        inside.await();
        Thread.currentThread().interrupt();
        queue.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(queue.dropped()).isEqualTo(4);
        gate.countDown();
    }

    @Test
    void everyEventIsEitherToldOrDropped() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            AtomicLong heard = new AtomicLong();
            EventQueue queue = EventQueue.to(event -> heard.incrementAndGet(), 16, LONG);
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(new Thread(() -> {
                    awaitUninterruptibly(start);
                    events(500).forEach(queue::on);
                }));
            }
            threads.forEach(Thread::start);
            start.countDown();
            if (round % 2 == 0) {
                queue.close();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            queue.close();
            assertThat(heard.get() + queue.dropped()).isEqualTo(2000);
        }
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventQueue.to(told::add, 0, LONG))
                .withMessage("capacity is 0, but must be 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventQueue.to(told::add, 1, Duration.ofMillis(-1)))
                .withMessage("drain is PT-0.001S, but must not be negative");
    }

    private static List<SecurityEvent> events(int count) {
        return IntStream.range(0, count).mapToObj(EventQueueTest::event).toList();
    }

    private static SecurityEvent event(int second) {
        return new PolicyChanged(Instant.ofEpochSecond(second));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        boolean open = false;
        while (!open) {
            try {
                open = latch.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A checked exception out of a listener that declares none, as Kotlin's are. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
