package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message is, in its path. */
class PathsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'text':'🛒 Buy'                                         | message:text:🛒 Buy
            'text':'a:b '                                           | `message:text:a:b `
            'text':''                                               | message:text:
            'text':'hi','reply_to_message':{'message_id':7}         | message:text:hi
            'text':'hi','photo':[{}]                                | message:text:hi
            'text':'/pay 5'                                         | /pay
            'photo':[{}],'caption':'/pay 5'                         | /pay
            'photo':[{}],'caption':'hi'                             | message:photo
            'document':{},'animation':{}                            | message:animation
            'voice':{},'document':{}                                | message:document
            'location':{},'venue':{}                                | message:venue
            'photo':[{}],'live_photo':{}                            | message:photo
            'dice':{}                                               | message:dice
            'video_note':{}                                         | message:video_note
            'game':{},'animation':{}                                | message:animation
            'game':{}                                               | message:game
            'story':{}                                              | message:story
            'rich_message':{}                                       | message:rich_message
            'new_chat_members':[{'id':1}]                           | message:new_chat_members
            'left_chat_member':{'id':1}                             | message:left_chat_member
            'new_chat_title':'x'                                    | message:new_chat_title
            'group_chat_created':true                               | message:group_chat_created
            'migrate_to_chat_id':-1001                              | message:migrate_to_chat_id
            'pinned_message':{}                                     | message:pinned_message
            'successful_payment':{},'invoice':{}                    | message:invoice
            'community_chat_joined':{}                              | message:community_chat_joined
            'suggested_post_paid':{}                                | message:suggested_post_paid
            'web_app_data':{}                                       | message:web_app_data
            'web_app_data':{},'contact':{}                          | message:contact
            'holidays':{}                                           | message
            'photo':null                                            | message
            'photo':{}                                              | message
            'group_chat_created':false                              | message
            """)
    void theFirstFieldThatSaysWhatItIs(String fields, String path) {
        assertThat(path("message", fields)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"edited_message", "channel_post", "business_message", "guest_message", "novelty"})
    void onlyAMessageHasOne(String kind) {
        assertThat(path(kind, "'text':'hi'")).isEqualTo(kind);
        assertThat(path(kind, "'photo':[{}]")).isEqualTo(kind);
    }

    @Test
    void aTextOf64CodePointsIsInItAndALongerOneIsNot() {
        assertThat(path("message", "'text':'" + "🛒".repeat(64) + "'")).isEqualTo("message:text:" + "🛒".repeat(64));
        assertThat(path("message", "'text':'" + "🛒".repeat(65) + "'")).isEqualTo("message:text");
        assertThat(path("message", "'text':'" + "x".repeat(64) + "'")).isEqualTo("message:text:" + "x".repeat(64));
        assertThat(path("message", "'text':'" + "x".repeat(65) + "'")).isEqualTo("message:text");
    }

    @Test
    void aCommandForAnotherBotIsAText() {
        String json = Samples.json("message", "'text':'/pay@other_bot'");
        assertThat(TelegramUpdate.parse(json, BotNames.of("shop_bot")).request().path())
                .isEqualTo("message:text:/pay@other_bot");
    }

    @ParameterizedTest
    @CsvSource({"\\ud83d, �", "\\udc00\\ud83d, ��", "a\\ud83dz, a�z", "\\ud83d\\uded2, 🛒"})
    void halfASurrogatePairIsReplaced(String escaped, String text) {
        assertThat(path("message", "'text':'" + escaped + "'")).isEqualTo("message:text:" + text);
        assertThat(path("callback_query", "'data':'" + escaped + ":" + escaped + "'"))
                .isEqualTo("callback:" + text + ":" + text);
    }

    @Test
    void bytesThatAreNoUtf8AreReplaced() {
        byte[] json = Samples.json("callback_query", "'data':'b??:?'").getBytes(StandardCharsets.UTF_8);
        int at = new String(json, StandardCharsets.UTF_8).indexOf("??");
        json[at] = (byte) 0xC0; // the overlong spelling of a slash
        json[at + 1] = (byte) 0xAF;
        json[at + 3] = (byte) 0xFF;
        assertThat(TelegramUpdate.parse(json).request().path()).isEqualTo("callback:b��:�");
        assertThat(TelegramUpdate.of(TelegramJson.read(json)).request().path()).isEqualTo("callback:b��:�");
    }

    private static String path(String kind, String fields) {
        return Samples.update(kind, fields).request().path();
    }
}
