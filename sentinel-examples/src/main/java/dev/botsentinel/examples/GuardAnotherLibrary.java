package dev.botsentinel.examples;

import com.pengrad.telegrambot.TelegramBot;
import dev.botsentinel.examples.botapi.LoopbackBotApi;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The same guard in front of a bot on another library ({@link PengradBot}): any whose updates can be rendered as the API's JSON
 * needs no more than a mapper. With a token in {@code BOT_TOKEN} it runs on Telegram until it is stopped; without one a
 * conversation is played on an API of its own on loopback, and it ends by itself. The token is never printed.
 */
public final class GuardAnotherLibrary {

    private final PrintStream out;

    GuardAnotherLibrary(PrintStream out) {
        this.out = out;
    }

    /** Runs the bot; takes no arguments. */
    @SuppressWarnings("resource") // polling keeps the process alive until it is stopped
    public static void main(String[] args) throws Exception {
        String token = System.getenv("BOT_TOKEN");
        if (token == null || token.isBlank()) {
            new GuardAnotherLibrary(new PrintStream(System.out, true, StandardCharsets.UTF_8)).play();
        } else {
            var unused = new PengradBot(new TelegramBot(token));
        }
    }

    /** Somebody floods, and whoever comes after is answered. */
    @SuppressWarnings("try") // the bot works by being there
    void play() throws Exception {
        try (LoopbackBotApi api = new LoopbackBotApi()) {
            out.println("no BOT_TOKEN: playing a conversation on loopback");
            String url = "http://" + api.host() + ":" + api.port() + "/bot";
            TelegramBot library =
                    new TelegramBot.Builder(api.token()).apiUrl(url).build();
            boolean handled;
            try (PengradBot unused = new PengradBot(library)) {
                for (int i = 1; i <= 5; i++) {
                    api.message(666, "flood " + i);
                }
                api.message(42, "hello");
                handled = api.awaitConfirmed();
            }
            api.calls("sendMessage")
                    .forEach(call -> out.println("bot → " + call.path("chat_id").asString() + ": "
                            + call.path("text").asString()));
            out.println("all handled: " + handled);
        }
    }
}
