package dev.botsentinel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.pengrad.telegrambot.TelegramBot;
import dev.botsentinel.examples.botapi.LoopbackBotApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardAnotherLibraryTest {

    @Test
    @SuppressWarnings("try") // it works by being there
    void theGuardDoesNotCareWhichLibraryItIs() throws Exception {
        try (LoopbackBotApi api = new LoopbackBotApi()) {
            String url = "http://" + api.host() + ":" + api.port() + "/bot";
            TelegramBot bot = new TelegramBot.Builder(api.token()).apiUrl(url).build();
            try (GuardAnotherLibrary unused = new GuardAnotherLibrary(bot)) {
                for (int i = 1; i <= 5; i++) {
                    api.message(666, "flood " + i);
                }
                api.message(42, "hello");
                assertThat(api.awaitConfirmed()).isTrue();
            }
            assertThat(api.calls("sendMessage"))
                    .extracting(call -> call.path("text").asString())
                    .containsExactly("You said: flood 1", "You said: flood 2", "You said: hello");
        }
    }

    @Test
    void itTakesFewerThanSixtyLines() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/java/dev/botsentinel/examples/GuardAnotherLibrary.java")))
                .hasSizeLessThan(60);
    }
}
