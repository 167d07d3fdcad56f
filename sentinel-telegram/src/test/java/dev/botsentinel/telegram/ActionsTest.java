package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands, callbacks, and everything else by its kind. Runs under a Turkish locale, so İ and ı count. */
class ActionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # text             | type        | offset | length | action
            /pay               | bot_command | 0      | 4      | /pay
            /pay 5             | bot_command | 0      | 4      | /pay
            /PAY@Shop_Bot 5    | bot_command | 0      | 13     | /pay
            /INIT              | bot_command | 0      | 5      | /init
            /pay               | bot_command | 0      | 999    | /pay
            /pay               | bot_command | 0      | 9223372036854775807 | /pay
            /pay               | bot_command | 0      | 2      | /p
            /é🎲               | bot_command | 0      | 4      | /é🎲
            pay /pay           | bot_command | 4      | 4      | message
            pay                | bot_command | 0      | 3      | message
            /pay               | bold        | 0      | 4      | message
            /pay               | bot_command | 1      | 3      | message
            /pay               | bot_command | -1     | 4      | message
            /pay               | bot_command | 0.0    | 4      | message
            /pay               | bot_command | 0      | 4.0    | message
            /pay               | bot_command | 0      | 0      | message
            /pay               | bot_command | 0      | -4     | message
            /                  | bot_command | 0      | 1      | message
            /@shop_bot         | bot_command | 0      | 10     | message
            /pay               | bot_command | 0      | 18446744073709551620 | message
            """)
    void commandOpensTheText(String text, String type, String offset, String length, String action) {
        String entity = "{'type':'" + type + "','offset':" + offset + ",'length':" + length + "}";

        assertThat(action(Samples.message("'text':'" + text + "','entities':[" + entity + "]")))
                .isEqualTo(action);
        assertThat(action(Samples.message("'caption':'" + text + "','caption_entities':[" + entity + "]")))
                .isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({"edited_message", "channel_post", "business_message", "guest_message", "novelty"})
    void onlyInTheFieldMessage(String kind) {
        TelegramUpdate update = Samples.update(
                kind, "'text':'/pay','entities':[{'type':'bot_command','offset':0,'length':4}],'data':'buy:1'");
        assertThat(action(update)).isEqualTo(kind);
    }

    @Test
    void entitiesBelongToTheirText() {
        String entity = "[{'type':'bot_command','offset':0,'length':4}]";
        assertThat(action(Samples.message("'text':'/pay','caption_entities':" + entity)))
                .isEqualTo("message");
        assertThat(action(Samples.message("'caption':'/pay','entities':" + entity)))
                .isEqualTo("message");
    }

    @Test
    void aCommandIsFoundAmongOtherEntities() {
        assertThat(action(Samples.message("'text':'/pay now','entities':[7,null,{},"
                        + "{'type':'bold','offset':0,'length':8},{'type':'bot_command','offset':0,'length':4}]")))
                .isEqualTo("/pay");
    }

    @Test
    void textThatLooksLikeACommandIsNoneWithoutItsEntity() {
        assertThat(action(Samples.message("'text':'/pay'"))).isEqualTo("message");
        assertThat(action(Samples.message("'text':'/pay','entities':{}"))).isEqualTo("message");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            buy:7:x | callback:buy
            buy     | callback:buy
            Buy:7   | callback:Buy
            :7      | callback:
            ''      | callback:
            """)
    void callbackUpToTheColon(String data, String action) {
        assertThat(action(Samples.update("callback_query", "'data':'" + data + "'")))
                .isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({"'\"game_short_name\":\"chess\"'", "'\"data\":7'", "'\"data\":null'"})
    void callbackWithoutDataIsItsKind(String fields) {
        assertThat(action(Samples.update("callback_query", fields))).isEqualTo("callback_query");
    }

    private static String action(TelegramUpdate update) {
        return update.request().action().name();
    }
}
