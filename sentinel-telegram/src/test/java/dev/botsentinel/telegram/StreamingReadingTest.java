package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading in one pass means what the rules over the whole tree mean; {@link FuzzTest} asks the same of what nobody sends. */
class StreamingReadingTest {

    private static final Path DAY = Path.of("../sentinel-examples/src/main/resources/day/updates.jsonl");

    @Test
    void everyKindMeansTheSame() {
        Samples.kinds().forEach(StreamingReadingTest::meansTheSame);
    }

    @Test
    void everyUpdateOfTheRecordedDayMeansTheSame() throws IOException {
        List<String> day = Files.readAllLines(DAY);
        assertThat(day).hasSizeGreaterThan(3000);
        for (String line : day) {
            meansTheSame(TelegramJson.read(line).get("update").toString());
        }
    }

    private static void meansTheSame(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        UpdateReading reference = ReferenceReading.of(bytes);
        assertThat(UpdateReading.of(TelegramUpdate.parse(bytes))).isEqualTo(reference);
        assertThat(UpdateReading.of(TelegramUpdate.parse(json))).isEqualTo(reference);
        assertThat(UpdateReading.of(TelegramUpdate.of(TelegramJson.read(bytes))))
                .isEqualTo(reference);
    }

    @Test
    void theBytesMayBeUsedAgain() {
        byte[] bytes = Samples.json("message", "'text':'hi'").getBytes(StandardCharsets.UTF_8);
        TelegramUpdate update = TelegramUpdate.parse(bytes);
        bytes[0] = 0;
        assertThat(update.json().get("message").get("text").stringValue()).isEqualTo("hi");
        assertThat(update.json()).isSameAs(update.json());
    }
}
