package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.request.Exemption;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each kind of update means: the table of docs/telegram.md, as a test. */
class KindsTest {
    private static final Set<String> DELIBERATE =
            Set.of("message", "channel_post", "business_message", "guest_message", "callback_query");

    private static final Map<String, TelegramUpdate> SAMPLES = Samples.kinds().stream()
            .map(TelegramUpdate::parse)
            .collect(Collectors.toMap(TelegramUpdate::kind, Function.identity()));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # kind                    | action                    | subject        | chat           | content      | exemption      | second
            message                   | /transfer                 | 42             | 42             | text         | NONE           | 0
            edited_message            | /transfer                 | 42             | -1001234567890 | edit/text    | NONE           | 60
            channel_post              | channel_post              | -1009876543210 | -1009876543210 | text         | NONE           | 0
            edited_channel_post       | edited_channel_post       | -1009876543210 | -1009876543210 | edit/text    | NONE           | 60
            business_connection       | business_connection       | 42             |                |              | NONE           | 0
            business_message          | business_message          | 42             | bc1/42         | text         | NONE           | 0
            edited_business_message   | edited_business_message   | 42             | bc1/42         | edit/text    | NONE           | 60
            deleted_business_messages | deleted_business_messages |                | bc1/42         |              | NONE           |
            guest_message             | guest_message             | 42             | guest/-1001234567890 | text         | NONE           | 0
            message_reaction          | message_reaction          | 42             | -1001234567890 |              | NONE           | 0
            message_reaction_count    | message_reaction_count    |                | -1009876543210 |              | NONE           | 0
            inline_query              | inline_query              | 42             |                | inline_query | NONE           |
            chosen_inline_result      | chosen_inline_result      | 42             |                |              | NONE           |
            callback_query            | callback:buy              | 42             | -1001234567890 | callback     | NONE           |
            shipping_query            | shipping_query            | 42             |                |              | UNLESS_BLOCKED |
            pre_checkout_query        | pre_checkout_query        | 42             |                |              | UNLESS_BLOCKED |
            purchased_paid_media      | purchased_paid_media      | 42             |                |              | ALWAYS         |
            poll                      | poll                      |                |                |              | NONE           |
            poll_answer               | poll_answer               | 42             |                |              | NONE           |
            my_chat_member            | my_chat_member            | 42             | 42             |              | ALWAYS         | 0
            chat_member               | chat_member               | 42             | -1001234567890 |              | ALWAYS         | 0
            chat_join_request         | chat_join_request         | 42             | -1001234567890 |              | NONE           | 0
            chat_boost                | chat_boost                |                | -1001234567890 |              | NONE           |
            removed_chat_boost        | removed_chat_boost        |                | -1001234567890 |              | NONE           |
            managed_bot               | managed_bot               | 42             |                |              | NONE           |
            subscription              | subscription              | 42             |                |              | ALWAYS         |
            stopped_message_generation | stopped_message_generation | 42            | 42             |              | NONE           |
            telepathy                 | telepathy                 | 42             | -1001234567890 |              | NONE           | 0
            """)
    void kindMeans(
            String kind, String action, String subject, String chat, String content, Exemption exemption, Long second) {
        UpdateReading facts = UpdateReading.of(SAMPLES.get(kind));

        assertThat(facts.action()).isEqualTo(action);
        assertThat(facts.subject()).isEqualTo(subject);
        assertThat(facts.chat()).isEqualTo(chat);
        assertThat(facts.content() == null ? null : facts.content().kind()).isEqualTo(content);
        assertThat(facts.exemption()).isEqualTo(exemption);
        assertThat(facts.date() == null ? null : facts.date().getEpochSecond() - 1767225600)
                .isEqualTo(second);
        assertThat(facts.impersonal()).isEqualTo(kind.endsWith("channel_post"));
        assertThat(facts.album()).isNull();
        assertThat(facts.deliberate()).isEqualTo(DELIBERATE.contains(kind));
    }

    @Test
    void everyKnownKindHasARow() {
        assertThat(SAMPLES).hasSize(28);
        assertThat(SAMPLES.keySet()).filteredOn(kind -> !Kind.isKnown(kind)).containsExactly("telepathy");
    }

    @ParameterizedTest
    @MethodSource("dev.botsentinel.telegram.Samples#kinds")
    void bytesTextAndTreeReadTheSame(String json) {
        UpdateReading fromText = UpdateReading.of(TelegramUpdate.parse(json));

        assertThat(UpdateReading.of(TelegramUpdate.parse(json.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(fromText);
        assertThat(UpdateReading.of(TelegramUpdate.of(TelegramJson.read(json)))).isEqualTo(fromText);
        assertThat(TelegramUpdate.parse(json).request().updateId()).isEqualTo(fromText.updateId());
    }

    @Test
    void namesNoContentWhenPrinted() {
        TelegramUpdate update = Samples.message("'text':'my secret'");
        assertThat(update).hasToString("TelegramUpdate[7, message]");
        assertThat(update.json().at("/message/text").stringValue()).isEqualTo("my secret");
    }
}
