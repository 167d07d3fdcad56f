package dev.botsentinel.examples.botapi;

import static dev.botsentinel.examples.botapi.PollingBot.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.event.SecurityEvent.UpdateDropped;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.run.UpdateRunner;
import dev.botsentinel.telegrambots.ContainedPolling;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.telegram.telegrambots.meta.api.objects.Update;

/** What becomes of updates when there are too many, and when the bot stops among them. */
@Timeout(60)
class ShutdownProofTest {

    private static final int UPDATES = 300;

    private final List<Integer> handled = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    private void handle(int updateId) {
        try {
            gate.await();
            handled.add(updateId);
        } catch (InterruptedException interruption) {
            throw new IllegalStateException(interruption);
        }
    }

    private UpdateRunner<Update> runner(PollingBot bot, Duration drain) {
        return UpdateRunner.builder(bot.sentinel, update -> handle(update.getUpdateId()))
                .concurrency(4)
                .waiting(100, 50)
                .drain(drain)
                .build();
    }

    private static void flood(PollingBot bot) {
        for (int i = 0; i < UPDATES; i++) {
            bot.api.message(1 + i % 10, "a" + i);
        }
    }

    @Test
    void stoppingUnderLoadHandlesWhatWasTakenAndCountsTheRest() throws Exception {
        try (PollingBot bot = new PollingBot(PolicySet.builder().build())) {
            UpdateRunner<Update> runner = runner(bot, Duration.ofSeconds(30));
            ContainedPolling polling = ContainedPolling.of(runner, runner);
            flood(bot);
            bot.start(polling);
            assertThat(bot.api.awaitConfirmed()).isTrue();
            assertThat(runner.dropped()).isEqualTo(UPDATES - 100 - 4);
            gate.countDown();
            bot.stopPolling();
            assertThat(handled).hasSize(104).doesNotHaveDuplicates();
            assertThat(bot.decisions).hasSize(104);
            assertThat(bot.events(UpdateDropped.class)).hasSize((int) runner.dropped());
            for (int user = 0; user < 10; user++) {
                int chat = user;
                assertThat(handled.stream().filter(id -> (id - 1) % 10 == chat)).isSorted();
            }
        }
    }

    @Test
    void handlersThatHangDoNotKeepTheBotFromStopping() throws Exception {
        try (PollingBot bot = new PollingBot(PolicySet.builder().build())) {
            UpdateRunner<Update> runner = runner(bot, Duration.ofMillis(1));
            flood(bot);
            bot.start(ContainedPolling.of(runner, runner));
            assertThat(bot.api.awaitConfirmed()).isTrue();
            bot.stopPolling();
            until(() -> runner.failures() == 4);
            assertThat(handled).isEmpty();
            assertThat(runner.waiting()).isZero();
            assertThat(runner.dropped()).isEqualTo(UPDATES - 4);
        }
    }

    @Test
    void slowHandlersHoldUpOnlyTheirChat() throws Exception {
        try (PollingBot bot = new PollingBot(PolicySet.builder().build())) {
            List<Integer> quick = new CopyOnWriteArrayList<>();
            UpdateRunner<Update> runner = UpdateRunner.builder(bot.sentinel, update -> {
                        if (update.getMessage().getChatId() == 1) {
                            handle(update.getUpdateId());
                        } else {
                            quick.add(update.getUpdateId());
                        }
                    })
                    .build();
            bot.start(ContainedPolling.of(runner, runner));
            for (int i = 0; i < 20; i++) {
                bot.api.message(1, "slow " + i);
                bot.api.message(2, "quick " + i);
            }
            until(() -> quick.size() == 20);
            assertThat(handled).isEmpty();
            gate.countDown();
            until(() -> handled.size() == 20);
            assertThat(handled)
                    .isEqualTo(IntStream.range(0, 20).mapToObj(i -> 1 + 2 * i).toList());
        }
    }
}
