package dev.botsentinel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.Sentinel;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.UpdateDropped;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In order per chat, at once across chats, and never more than there is room for. */
@Timeout(60)
class UpdateRunnerTest {

    /** An update of a platform; chat 0 stands for none. */
    record Message(int id, long chat, Exemption exemption) {}

    private final SentinelStore store = new AdmittingStore();
    private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger mapped = new AtomicInteger();
    private final Sentinel<Message> sentinel = Sentinel.<Message>builder(this::request)
            .store(store)
            .listener(events::add)
            .build();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        sentinel.close();
        store.close();
    }

    private Request request(Message message) {
        mapped.incrementAndGet();
        if (message.id() < 0) {
            throw new IllegalArgumentException("no message");
        }
        Request.Builder request =
                Request.builder("message").updateId(message.id()).exemption(message.exemption());
        return message.chat() == 0
                ? request.build()
                : request.chat(message.chat()).build();
    }

    private static Message text(int id, long chat) {
        return new Message(id, chat, Exemption.NONE);
    }

    private UpdateRunner<Message> runner(Consumer<Message> handler, UnaryOperator<UpdateRunner.Builder<Message>> more) {
        return more.apply(UpdateRunner.builder(sentinel, handler)).build();
    }

    private void hold() {
        try {
            gate.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a condition that must come; the test's time-out is its bound. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it; who is waited for may need this core
    static void until(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.yield();
        }
    }

    @Test
    void aChatsUpdatesAreHandledInOrderAndOneAtATime() {
        Map<Long, List<Integer>> handled = new ConcurrentHashMap<>();
        Map<Long, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicInteger overlaps = new AtomicInteger();
        UpdateRunner<Message> runner = runner(
                update -> {
                    long chat = update.chat();
                    AtomicInteger mine = inside.computeIfAbsent(chat, key -> new AtomicInteger());
                    overlaps.addAndGet(mine.getAndIncrement());
                    handled.computeIfAbsent(chat, key -> new CopyOnWriteArrayList<>())
                            .add(update.id());
                    mine.getAndDecrement();
                },
                builder -> builder.concurrency(8));
        for (int i = 0; i < 2000; i++) {
            runner.accept(text(i, 1 + i % 40));
        }
        runner.close();
        assertThat(runner.dropped()).isZero();
        assertThat(overlaps).hasValue(0);
        assertThat(handled)
                .hasSize(40)
                .allSatisfy((chat, ids) -> assertThat(ids)
                        .isEqualTo(IntStream.range(0, 2000)
                                .filter(i -> 1 + i % 40 == chat)
                                .boxed()
                                .toList()));
    }

    @Test
    void chatsDoNotWaitForEachOther() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        AtomicInteger met = new AtomicInteger();
        UpdateRunner<Message> runner = runner(
                update -> {
                    try {
                        together.await();
                        met.incrementAndGet();
                    } catch (Exception broken) {
                        throw new IllegalStateException(broken);
                    }
                },
                builder -> builder.concurrency(3));
        for (int chat = 1; chat <= 3; chat++) {
            runner.accept(text(chat, chat));
        }
        runner.close();
        assertThat(met).hasValue(3);
    }

    /** The sleeper that two updates wake takes one of them; the other must not wait until it is done. */
    @Test
    void twoUpdatesThatFindOneIdleWorkerAreBothHandledAtOnce() {
        AtomicInteger inside = new AtomicInteger();
        UpdateRunner<Message> runner = runner(
                update -> {
                    inside.incrementAndGet();
                    if (update.id() > 1) {
                        hold();
                    }
                },
                builder -> builder);
        for (int round = 0; round < 20; round++) {
            runner.accept(text(1, 1));
        }
        until(() -> inside.get() == 20);
        for (int chat = 2; chat < 50; chat++) {
            runner.accept(text(chat, chat));
        }
        until(() -> inside.get() == 20 + 48);
        gate.countDown();
        runner.close();
    }

    @Test
    void aChatThatFloodsDropsItsOwnUpdatesAndNobodyElses() {
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger inside = new AtomicInteger();
        UpdateRunner<Message> runner = runner(
                update -> {
                    inside.incrementAndGet();
                    hold();
                    handled.incrementAndGet();
                },
                builder -> builder.waiting(10, 3).concurrency(1));
        runner.accept(text(0, 7));
        until(() -> inside.get() == 1);
        for (int i = 1; i <= 20; i++) {
            runner.accept(text(i, 7));
        }
        runner.accept(text(30, 8));
        assertThat(runner.waiting()).isEqualTo(4);
        assertThat(runner.dropped()).isEqualTo(17);
        assertThat(events).hasSize(17).hasOnlyElementsOfType(UpdateDropped.class);
        gate.countDown();
        runner.close();
        assertThat(handled).hasValue(5);
    }

    @Test
    void whatMustNotBeDroppedHasRoomOfItsOwnAndNobodyWaitsToBringIt() {
        List<Integer> handled = new CopyOnWriteArrayList<>();
        UpdateRunner<Message> runner = runner(
                update -> {
                    hold();
                    handled.add(update.id());
                },
                builder -> builder.waiting(4, 1).concurrency(1));
        runner.accept(text(1, 1));
        until(() -> runner.waiting() == 0);
        runner.accept(text(2, 1));
        runner.accept(text(3, 1));
        assertThat(runner.dropped()).as("the chat has no room left").isEqualTo(1);
        runner.accept(new Message(4, 1, Exemption.ALWAYS));
        runner.accept(new Message(5, 1, Exemption.ALWAYS));
        assertThat(runner.dropped()).isEqualTo(1);
        gate.countDown();
        runner.close();
        assertThat(handled).containsExactly(1, 2, 4, 5);
    }

    @Test
    void oneChatTakesHalfOfTheRoomForWhatMustNotBeDropped() {
        AtomicInteger handled = new AtomicInteger();
        UpdateRunner<Message> runner = runner(
                update -> {
                    hold();
                    handled.incrementAndGet();
                },
                builder -> builder.waiting(4, 1).concurrency(1));
        runner.accept(text(1, 1));
        until(() -> runner.waiting() == 0);
        for (int i = 0; i < 5; i++) {
            runner.accept(new Message(10 + i, 7, Exemption.ALWAYS));
        }
        assertThat(runner.dropped()).isEqualTo(3);
        for (int chat = 8; chat < 12; chat++) {
            runner.accept(new Message(20 + chat, chat, Exemption.UNLESS_BLOCKED));
        }
        assertThat(runner.dropped())
                .as("two of the four that followed found no room")
                .isEqualTo(5);
        assertThat(runner.waiting()).isEqualTo(4);
        gate.countDown();
        runner.close();
        assertThat(handled).hasValue(5);
        assertThat(events).hasSize(5).hasOnlyElementsOfType(UpdateDropped.class);
    }

    @Test
    void anyExceptionIsContainedAndTheChatGoesOn() {
        List<Integer> handled = new CopyOnWriteArrayList<>();
        UpdateRunner<Message> runner = runner(
                update -> {
                    if (update.id() % 2 == 0) {
                        throw new StackOverflowError();
                    }
                    handled.add(update.id());
                },
                builder -> builder);
        for (int i = 1; i <= 6; i++) {
            runner.accept(text(i, 1));
        }
        runner.close();
        assertThat(handled).containsExactly(1, 3, 5);
        assertThat(runner.failures()).isEqualTo(3);
    }

    /** An interruption is meant for who set it or was to stop; the next chat's handler would fail with it. */
    @Test
    void noChatInheritsAnothersInterruption() {
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        UpdateRunner<Message> runner = runner(
                update -> {
                    interrupted.add(Thread.currentThread().isInterrupted());
                    Thread.currentThread().interrupt();
                },
                builder -> builder.concurrency(1));
        for (int chat = 1; chat <= 3; chat++) {
            runner.accept(text(chat, chat));
        }
        runner.close();
        assertThat(interrupted).containsExactly(false, false, false);
    }

    /** Without a chat and a subject each update is by itself. */
    @Test
    void whatHasNoOrderLeavesNoLaneBehind() {
        UpdateRunner<Message> runner = runner(update -> {}, builder -> builder);
        for (int i = 1; i <= 10; i++) {
            runner.accept(text(i, 0));
        }
        runner.close();
        assertThat(runner.lanes()).isZero();
    }

    @Test
    void anUpdateIsMappedOnceOnItsWholeWay() {
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger inside = new AtomicInteger();
        UpdateRunner<Message> runner = runner(
                update -> {
                    inside.incrementAndGet();
                    hold();
                    handled.incrementAndGet();
                },
                builder -> builder.waiting(1, 1).concurrency(1));
        runner.accept(text(1, 1));
        until(() -> inside.get() == 1);
        runner.accept(text(2, 1));
        runner.accept(text(3, 1));
        gate.countDown();
        runner.close();
        assertThat(handled).hasValue(2);
        assertThat(runner.dropped()).isEqualTo(1);
        assertThat(mapped).hasValue(3);
    }

    @Test
    void closingHandlesWhatWaitsAndDropsWhatComesLater() {
        AtomicInteger handled = new AtomicInteger();
        UpdateRunner<Message> runner = runner(update -> handled.incrementAndGet(), builder -> builder.concurrency(1));
        for (int i = 1; i <= 100; i++) {
            runner.accept(text(i, 1 + i % 2));
        }
        runner.close();
        assertThat(handled).hasValue(100);
        runner.accept(text(101, 1));
        runner.close();
        assertThat(handled).hasValue(100);
        assertThat(runner.dropped()).isEqualTo(1);
    }

    @Test
    void closingDoesNotWaitLongerThanToldAndInterruptsWhoHangs() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        List<Integer> begun = new CopyOnWriteArrayList<>();
        UpdateRunner<Message> runner = runner(
                update -> {
                    begun.add(update.id());
                    try {
                        gate.await();
                    } catch (InterruptedException expected) {
                        interrupted.countDown();
                    }
                },
                builder -> builder.drain(Duration.ofMillis(1)));
        runner.accept(text(1, 1));
        until(() -> begun.size() == 1);
        runner.accept(text(2, 1));
        runner.close();
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(runner.waiting()).isZero();
        assertThat(runner.dropped()).isEqualTo(1);
        assertThat(begun).containsExactly(1);
    }

    @Test
    void aHandlerMayCloseTheRunner() {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<UpdateRunner<Message>> runner = new AtomicReference<>();
        runner.set(runner(
                update -> {
                    runner.get().close();
                    closed.countDown();
                },
                builder -> builder.drain(Duration.ofDays(1))));
        runner.get().accept(text(1, 1));
        until(() -> closed.getCount() == 0);
    }

    @Test
    void anUpdateThatCanNotBeReadIsTheGuardsToRefuse() {
        AtomicInteger handled = new AtomicInteger();
        UpdateRunner<Message> runner = runner(update -> handled.incrementAndGet(), builder -> builder);
        runner.accept(text(-1, 1));
        runner.close();
        assertThat(handled).hasValue(0);
        assertThat(events)
                .hasOnlyElementsOfType(SecurityEvent.GuardFailed.class)
                .hasSize(1);
    }

    @Test
    void threadsAreVirtualWhereTheJdkHasThem() {
        List<String> threads = new CopyOnWriteArrayList<>();
        UpdateRunner<Message> runner =
                runner(update -> threads.add(Thread.currentThread().toString()), builder -> builder);
        runner.accept(text(1, 1));
        runner.close();
        boolean virtual = Runtime.version().feature() >= 21;
        assertThat(threads).singleElement().matches(thread -> thread.startsWith("VirtualThread") == virtual);
    }

    @Test
    void boundsBelowOneAreRefused() {
        UpdateRunner.Builder<Message> builder = UpdateRunner.builder(sentinel, update -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.concurrency(0))
                .withMessageContaining("0");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.waiting(0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.waiting(1, 0))
                .withMessageContaining("chat");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.drain(Duration.ofSeconds(-1)));
    }
}
