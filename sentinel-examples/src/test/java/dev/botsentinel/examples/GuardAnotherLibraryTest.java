package dev.botsentinel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.pengrad.telegrambot.TelegramBot;
import dev.botsentinel.examples.botapi.BotReply;
import dev.botsentinel.examples.botapi.LoopbackBotApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardAnotherLibraryTest {

    @Test
    void theGuardDoesNotCareWhichLibraryItIs() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new GuardAnotherLibrary(new PrintStream(bytes, true, StandardCharsets.UTF_8)).play();
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "no BOT_TOKEN: playing a conversation on loopback",
                        "bot → 666: You said: flood 1",
                        "bot → 666: You said: flood 2",
                        "bot → 42: You said: hello",
                        "all handled: true");
    }

    @Test
    @SuppressWarnings("try") // it works by being there
    void aHandlerThatFailsDoesNotEndThePolling() throws Exception {
        try (LoopbackBotApi api = new LoopbackBotApi()) {
            String url = "http://" + api.host() + ":" + api.port() + "/bot";
            TelegramBot library =
                    new TelegramBot.Builder(api.token()).apiUrl(url).build();
            api.reply("sendMessage", BotReply.body("<html>"));
            api.message(41, "an answer that the library can't read");
            try (PengradBot unused = new PengradBot(library)) {
                assertThat(api.awaitConfirmed()).isTrue();
                api.message(42, "hello");
                assertThat(api.awaitConfirmed()).isTrue();
            }
            assertThat(api.calls("sendMessage")).hasSize(2);
        }
    }

    @Test
    void theBotTakesFewerThanSixtyLines() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/java/dev/botsentinel/examples/PengradBot.java")))
                .hasSizeLessThan(60);
    }
}
