package dev.botsentinel.examples.botapi;

import static dev.botsentinel.examples.botapi.PollingBot.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent.CooldownSet;
import dev.botsentinel.event.SecurityEvent.HandlerFailed;
import dev.botsentinel.event.SecurityEvent.ResponseFailed;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.telegrambots.ContainedPolling;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.methods.updates.SetWebhook;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;

/** A guarded bot over HTTP, with the library's own polling and client, among people who mean no good and an API that fails. */
@Timeout(60)
class GuardedBotProofTest {

    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.slidingWindow(5, Duration.ofHours(1))))
            .action(
                    "callback:buy",
                    Policy.limits(RateLimit.perMinute(100)).debounce(Debounce.window(Duration.ofHours(1))))
            .action("/never", Policy.limits(RateLimit.perMinute(0)))
            .global(RateLimit.slidingWindow(1000, Duration.ofSeconds(1))
                    .scope(Scope.CHAT)
                    .named("api"))
            .build();

    private final List<Integer> handled = new CopyOnWriteArrayList<>();
    private PollingBot bot;

    @BeforeEach
    void open() throws IOException {
        bot = new PollingBot(POLICY);
    }

    @AfterEach
    void close() {
        bot.close();
    }

    private void start() throws TelegramApiException {
        bot.start(ContainedPolling.of(bot.sentinel.guard(update -> handled.add(update.getUpdateId()))));
    }

    private long denials(Reason reason) {
        return bot.decisions.stream()
                .filter(decision -> decision instanceof Denied denied && denied.reason() == reason)
                .count();
    }

    @Test
    void aFloodSpendsItsOwnBudgetAndIsAnsweredOnce() throws Exception {
        start();
        for (int i = 0; i < 500; i++) {
            bot.api.message(666, "flood " + i);
        }
        int other = bot.api.message(42, "hello");
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(handled).containsExactly(1, 2, 3, 4, 5, other);
        assertThat(bot.decisions).as("each update is decided on once").hasSize(501);
        assertThat(denials(Reason.RATE_LIMITED)).isEqualTo(495);
        until(() -> bot.api.calls("sendMessage").size() == 1);
        assertThat(bot.api.calls("sendMessage").get(0).path("text").asString())
                .startsWith("That was too much; try again in ");
        assertThat(bot.sentinel.responses().repeated()).isEqualTo(494);
    }

    @Test
    void aDoubleTapIsHandledOnceAndBothTapsAreAnswered() throws Exception {
        start();
        for (int i = 0; i < 4; i++) {
            bot.api.press(42, "buy:7");
        }
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(handled).containsExactly(1);
        assertThat(denials(Reason.DUPLICATE)).isEqualTo(3);
        until(() -> bot.api.calls("answerCallbackQuery").size() == 3);
        assertThat(bot.api.calls("answerCallbackQuery"))
                .allSatisfy(call ->
                        assertThat(call.path("callback_query_id").asString()).isEqualTo("42"));
    }

    @Test
    void whoIsBannedReachesNobodyAndIsToldOnce() throws Exception {
        bot.sentinel
                .blocklist()
                .block("666", "anna", "spam")
                .toCompletableFuture()
                .join();
        start();
        for (int i = 0; i < 10; i++) {
            bot.api.message(666, "let me in " + i);
        }
        bot.api.press(666, "buy:7");
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(handled).isEmpty();
        assertThat(denials(Reason.BLOCKED)).isEqualTo(11);
        until(() -> bot.api.calls("answerCallbackQuery").size() == 1);
        until(() -> bot.api.calls("sendMessage").size() == 1);
        assertThat(bot.api.calls("sendMessage").get(0).path("text").asString()).isEqualTo("You are blocked.");
    }

    static Stream<BotReply> failures() {
        return Stream.of(
                BotReply.error(400, "Bad Request: chat not found"),
                BotReply.error(403, "Forbidden: bot was blocked by the user"),
                BotReply.error(502, "Bad Gateway"),
                BotReply.body("<html>"),
                BotReply.body(""),
                BotReply.body("{\"ok\":null}"),
                BotReply.hangUp());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anApiThatFailsWhileSomebodyIsAnsweredHarmsNothing(BotReply failure) throws Exception {
        bot.api.reply("sendMessage", failure);
        start();
        bot.api.message(666, "/never");
        until(() -> bot.sentinel.responses().failed() == 1);
        bot.api.message(42, "hello");
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(handled).containsExactly(2);
        assertThat(bot.events(ResponseFailed.class)).hasSize(1);
        bot.api.message(43, "/never");
        until(() -> bot.sentinel.responses().sent() == 1);
    }

    @Test
    void aRetryAfterMetByAnAnswerCoolsThatChatDownAlone() throws Exception {
        bot.api.reply("sendMessage", BotReply.retryAfter(3600));
        start();
        bot.api.message(666, "/never");
        until(() -> bot.events(CooldownSet.class).size() == 1);
        int hello = bot.api.message(42, "hello");
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(handled).as("another chat goes on").containsExactly(hello);
        bot.api.message(666, "hello");
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(bot.decisions)
                .last()
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.rule()).isEqualTo("api"));
        assertThat(bot.api.calls("sendMessage")).as("silence, as the API asked").hasSize(1);
    }

    @Test
    void aRetryAfterMetByTheHandlerCoolsThatChatDown() throws Exception {
        bot.api.reply("sendMessage", BotReply.retryAfter(3600));
        ContainedPolling polling = ContainedPolling.of(bot.sentinel.guard(this::echo));
        bot.start(polling);
        bot.api.message(42, "hello");
        until(() -> bot.events(CooldownSet.class).size() == 1);
        bot.api.message(42, "again");
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(bot.decisions).last().matches(decision -> !decision.isAllowed());
        assertThat(bot.events(HandlerFailed.class))
                .singleElement()
                .matches(failed -> failed.kind().label().equals("retry_after"));
        assertThat(polling.failures()).isEqualTo(1);
    }

    private void echo(Update update) {
        try {
            bot.client.execute(new SendMessage(update.getMessage().getChatId().toString(), "echo"));
        } catch (TelegramApiException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void anApiThatHangsHoldsUpNeitherPollingNorDecisions() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        for (int i = 0; i < 4; i++) {
            bot.api.reply("sendMessage", BotReply.slow(hanging));
        }
        start();
        for (int user = 100; user < 120; user++) {
            bot.api.message(user, "/never");
        }
        int hello = bot.api.message(42, "hello");
        assertThat(bot.api.awaitConfirmed()).isTrue();
        assertThat(handled).containsExactly(hello);
        assertThat(bot.decisions.stream().filter(Decision::isAllowed)).hasSize(1);
        assertThat(bot.sentinel.responses().sent()).as("all four threads hang").isZero();
        hanging.countDown();
        until(() -> bot.sentinel.responses().sent() + bot.sentinel.responses().failed() == 20);
    }

    @Test
    void theClientSpeaksToThisApiAsToTelegrams() throws Exception {
        assertThat(bot.client.execute(new SetWebhook("https://example.org/hook")))
                .isTrue();
        assertThat(bot.api.calls("setWebhook")).hasSize(1);
    }
}
