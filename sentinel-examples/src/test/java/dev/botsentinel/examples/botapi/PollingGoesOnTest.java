package dev.botsentinel.examples.botapi;

import static dev.botsentinel.examples.botapi.PollingBot.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.telegrambots.ContainedPolling;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.longpolling.BotSession;
import org.telegram.telegrambots.longpolling.interfaces.LongPollingUpdateConsumer;
import org.telegram.telegrambots.meta.api.objects.Update;

/** What would end the library's polling for good, and what is made of it. With the library itself, over HTTP. */
@Timeout(60)
class PollingGoesOnTest {

    private final List<Integer> handled = new CopyOnWriteArrayList<>();
    private PollingBot bot;

    @BeforeEach
    void open() throws IOException {
        bot = new PollingBot(PolicySet.builder().build());
    }

    @AfterEach
    void close() {
        bot.close();
    }

    static Stream<Throwable> whateverCanBeThrown() {
        return Stream.of(
                new IllegalStateException("test"),
                new IOException("test"),
                new AssertionError("test"),
                new StackOverflowError(),
                new OutOfMemoryError("test"),
                new NoClassDefFoundError("test"),
                new InterruptedException("test"),
                new Throwable("test"));
    }

    /** Handles all but the second update. */
    private Consumer<Update> failingOnce(Throwable thrown) {
        return update -> {
            if (update.getUpdateId() == 2) {
                throw PollingGoesOnTest.<RuntimeException>sneaky(thrown);
            }
            handled.add(update.getUpdateId());
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the point is to throw what isn't declared
    private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void aBareConsumerThatThrowsEndsPollingWhileTheLibrarySaysItRuns() throws Exception {
        Consumer<Update> handler = failingOnce(new IllegalStateException("test"));
        LongPollingUpdateConsumer bare = updates -> updates.forEach(handler);
        bot.api.message(42, "a");
        bot.api.message(42, "b");
        bot.api.message(42, "the rest of the batch");
        BotSession session = bot.startUnprotected(bare);
        until(() -> session.getRunningPolling().isDone());
        bot.api.message(42, "after");
        assertThat(session.isRunning()).as("what the library says").isTrue();
        assertThat(handled).containsExactly(1);
        assertThat(bot.api.calls("getUpdates")).hasSize(1);
        session.stop();
        session.getExecutor().shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("whateverCanBeThrown")
    void aGuardedHandlerThatThrowsEndsNothing(Throwable thrown) throws Exception {
        ContainedPolling polling = ContainedPolling.of(bot.sentinel.guard(failingOnce(thrown)));
        bot.api.message(42, "a");
        bot.api.message(42, "b");
        bot.api.message(42, "the rest of the batch");
        BotSession session = bot.start(polling);
        until(() -> handled.contains(3));
        int after = bot.api.message(42, "after");
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(handled).containsExactly(1, 3, after);
        assertThat(polling.failures()).isEqualTo(1);
        assertThat(session.getRunningPolling().isDone()).isFalse();
    }

    /** Answers of the API that the library survives, and those that it doesn't unless its thread is contained. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>502</html>",
                "{\"ok\":true,\"result\":{}}",
                "{\"ok\":true,\"result\":null}",
                "{\"ok\":true,\"result\":[null]}",
                "{\"ok\":true,\"result\":[{\"message\":{\"message_id\":1}}]}",
                "{}"
            })
    void garbageOfTheApiEndsNothing(String garbage) throws Exception {
        bot.api.reply("getUpdates", BotReply.body(garbage));
        bot.api.reply("getUpdates", BotReply.error(500, "Internal Server Error"));
        bot.api.reply("getUpdates", BotReply.retryAfter(1));
        bot.start(ContainedPolling.of(bot.sentinel.guard(update -> handled.add(update.getUpdateId()))));
        bot.api.message(42, "a");
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(handled).containsExactly(1);
    }

    @Test
    void anAnswerWithoutAResultEndsPollingOnTheLibrarysOwnThread() throws Exception {
        bot.api.reply("getUpdates", BotReply.body("{\"ok\":true,\"result\":null}"));
        BotSession session = bot.startUnprotected(ContainedPolling.of(update -> handled.add(update.getUpdateId())));
        until(() -> session.getRunningPolling().isDone());
        bot.api.message(42, "a");
        assertThat(session.isRunning()).as("what the library says").isTrue();
        assertThat(bot.api.calls("getUpdates")).hasSize(1);
        session.stop();
        session.getExecutor().shutdownNow();
    }

    /** A kind of background that the library doesn't know, as any user may choose once there is one. */
    private static final String UNREADABLE = "\"message\":{\"message_id\":1,\"date\":1,\"chat\":{\"id\":666,\"type\":"
            + "\"private\"},\"chat_background_set\":{\"type\":{\"type\":\"of tomorrow\"}}}";

    @Test
    void anUpdateThatTheLibraryCanNotReadMakesTheBotDeafToAll() throws Exception {
        bot.api.update(UNREADABLE);
        bot.api.message(42, "a");
        BotSession session = bot.startUnprotected(ContainedPolling.of(update -> handled.add(update.getUpdateId())));
        until(() -> bot.api.calls("getUpdates").size() >= 2);
        assertThat(bot.api.calls("getUpdates"))
                .allMatch(call -> call.path("offset").asInt() == 1);
        assertThat(handled).isEmpty();
        session.stop();
        session.getExecutor().shutdownNow();
    }

    @Test
    void anUpdateThatTheLibraryCanNotReadIsPassedOver() throws Exception {
        int unreadable = bot.api.update(UNREADABLE);
        int readable = bot.api.message(42, "a");
        bot.start(ContainedPolling.of(bot.sentinel.guard(update -> handled.add(update.getUpdateId()))));
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(handled).containsExactly(unreadable, readable);
        assertThat(bot.updates.unreadable()).isEqualTo(1);
    }

    @Test
    void anAnswerThatGotLostIsDeliveredAgainAndHandledOnce() throws Exception {
        bot.api.message(42, "a");
        bot.start(ContainedPolling.of(bot.sentinel.guard(update -> handled.add(update.getUpdateId()))));
        until(() -> handled.contains(1));
        bot.api.reply("getUpdates", BotReply.hangUp());
        bot.api.message(42, "b");
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(handled).containsExactly(1, 2);
    }

    /** An API that delivers what was confirmed: the library lets it pass by its number. */
    @Test
    void anUpdateThatIsDeliveredAgainIsHandledOnce() throws Exception {
        String again = "{\"ok\":true,\"result\":[{\"update_id\":1,\"poll_answer\":{\"poll_id\":\"1\"}}]}";
        bot.api.reply("getUpdates", BotReply.body(again));
        bot.api.reply("getUpdates", BotReply.body(again));
        bot.api.reply("getUpdates", BotReply.body(again));
        int next = bot.api.message(42, "delivered as number 1 already");
        bot.start(ContainedPolling.of(bot.sentinel.guard(update -> handled.add(update.getUpdateId()))));
        int last = bot.api.message(42, "b");
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(bot.api.calls("getUpdates").size()).isGreaterThanOrEqualTo(4);
        assertThat(handled).containsExactly(next, last);
    }
}
