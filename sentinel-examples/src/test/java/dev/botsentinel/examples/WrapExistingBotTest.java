package dev.botsentinel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WrapExistingBotTest {

    @Test
    void theBotIsGuardedAnswersTheDeniedAndSurvivesItsOwnBug() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new WrapExistingBot(new PrintStream(bytes, true, StandardCharsets.UTF_8)).play();
        String said = bytes.toString(StandardCharsets.UTF_8);
        assertThat(said.lines())
                .containsExactlyInAnyOrder(
                        "no BOT_TOKEN: playing a conversation on loopback",
                        "guard: duplicate by debounce",
                        "guard: rate_limited by callback:buy#0",
                        "guard: handler_failed",
                        "guard: rate_limited by *#0",
                        "guard: rate_limited by *#0",
                        "bot → 42: You said: hello",
                        "bot → 43: You said: still there?",
                        "bot → 666: That was too much; try again in a while.",
                        "bot → 666: You said: flood 1",
                        "bot → 666: You said: flood 2",
                        "bot → 666: You said: flood 3",
                        "2 callbacks answered; all handled: true; polling: true");
        assertThat(said).doesNotContain("900:");
    }
}
