package dev.botsentinel.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.botsentinel.Sentinel;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.examples.botapi.LoopbackBotApi;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.telegram.Telegram;
import dev.botsentinel.telegrambots.ApiErrors;
import dev.botsentinel.telegrambots.ContainedExecutor;
import dev.botsentinel.telegrambots.ContainedPolling;
import dev.botsentinel.telegrambots.DenialAnswers;
import dev.botsentinel.telegrambots.LenientUpdates;
import dev.botsentinel.telegrambots.TelegramBots;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.telegram.telegrambots.client.okhttp.OkHttpTelegramClient;
import org.telegram.telegrambots.longpolling.TelegramBotsLongPollingApplication;
import org.telegram.telegrambots.longpolling.interfaces.LongPollingUpdateConsumer;
import org.telegram.telegrambots.longpolling.util.TelegramOkHttpClientFactory.DefaultOkHttpClientCreator;
import org.telegram.telegrambots.meta.TelegramUrl;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.generics.TelegramClient;

/**
 * An existing bot on {@code org.telegram:telegrambots} behind the guard. With a token in {@code BOT_TOKEN} it runs on
 * Telegram until it is stopped; without one a conversation is played on an API of its own on loopback, and it ends by itself.
 * The token is never printed.
 */
public final class WrapExistingBot {

    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.slidingWindow(3, Duration.ofMinutes(1)))
                    .debounce(Debounce.window(Duration.ofSeconds(2))))
            .action("callback:buy", Policy.limits(RateLimit.perMinute(1)))
            .global(RateLimit.slidingWindow(30, Duration.ofSeconds(1))
                    .scope(Scope.CHAT)
                    .named("api"))
            .build();

    private final PrintStream out;

    WrapExistingBot(PrintStream out) {
        this.out = out;
    }

    /** Runs the bot; takes no arguments. */
    public static void main(String[] args) throws Exception {
        WrapExistingBot example = new WrapExistingBot(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        String token = System.getenv("BOT_TOKEN");
        if (token == null || token.isBlank()) {
            example.play();
        } else {
            example.start(token, TelegramUrl.DEFAULT_URL, new OkHttpClient()); // polling keeps the process alive
        }
    }

    /** The three lines are those with {@code store}, {@code sentinel} and {@code guarded}; without them this is any bot. */
    private TelegramBotsLongPollingApplication start(String token, TelegramUrl url, OkHttpClient http)
            throws Exception {
        TelegramClient client = new OkHttpTelegramClient(http, token, url);
        EchoBot bot = new EchoBot(client);

        MemoryStore store = MemoryStore.create();
        Sentinel<Update> sentinel = guard(client, store);
        LongPollingUpdateConsumer guarded = ContainedPolling.of(sentinel.guard(bot::consume), sentinel, store);

        TelegramBotsLongPollingApplication application = new TelegramBotsLongPollingApplication(
                ObjectMapper::new, new DefaultOkHttpClientCreator(), ContainedExecutor::new);
        application.registerBot(token, () -> url, new LenientUpdates(), guarded);
        return application;
    }

    private Sentinel<Update> guard(TelegramClient client, MemoryStore store) {
        DenialAnswers answers = DenialAnswers.through(client);
        return Sentinel.<Update>builder(TelegramBots::request)
                .platform(Telegram.PLATFORM)
                .policy(POLICY)
                .store(store)
                .onDenied(answers.explaining(), answers.acknowledging())
                .errorClassifier(ApiErrors.classifier("api"))
                .listener(this::tell)
                .build();
    }

    private void tell(SecurityEvent event) {
        if (event instanceof SecurityEvent.Denial denial) {
            out.println("guard: " + denial.decision().reason().label() + " by "
                    + denial.decision().rule());
        } else {
            out.println("guard: " + event.label());
        }
    }

    /** Somebody talks, taps twice, floods, and meets a bug; then the bot still answers. */
    @SuppressWarnings("try") // the library's close() may throw anything, and may be interrupted
    void play() throws Exception {
        OkHttpClient http = new OkHttpClient();
        try (LoopbackBotApi api = new LoopbackBotApi();
                TelegramBotsLongPollingApplication running =
                        start(api.token(), new TelegramUrl("http", api.host(), api.port(), false), http)) {
            out.println("no BOT_TOKEN: playing a conversation on loopback");
            api.message(42, "hello");
            api.message(42, "hello");
            api.press(42, "buy:7");
            api.press(42, "buy:8");
            api.message(43, "/fail");
            for (int i = 1; i <= 5; i++) {
                api.message(666, "flood " + i);
            }
            api.message(43, "still there?");
            boolean handled = api.awaitConfirmed();
            while (api.calls("sendMessage").size() < 6
                    || api.calls("answerCallbackQuery").size() < 2) {
                Thread.onSpinWait(); // answers to the denied are sent beside the guard
            }
            api.calls("sendMessage").stream()
                    .map(call -> "bot → " + call.path("chat_id").asString() + ": "
                            + call.path("text").asString().replaceAll("in \\d+ s", "in a while"))
                    .sorted()
                    .forEach(out::println);
            out.println(api.calls("answerCallbackQuery").size() + " callbacks answered; all handled: " + handled
                    + "; polling: " + running.isRunning());
        } finally {
            http.dispatcher().executorService().shutdown();
        }
    }
}
