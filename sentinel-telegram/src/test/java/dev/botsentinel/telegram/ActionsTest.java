package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands, callbacks, and everything else by its kind. Runs under a Turkish locale, so İ and ı count. */
class ActionsTest {

    private static final String MESSAGE_KINDS = "message,edited_message,channel_post,edited_channel_post,"
            + "business_message,edited_business_message,guest_message";

    private static final BotNames SHOP = BotNames.of("Shop_Bot", "@shop2bot", "");

    static String[] messageKinds() {
        return MESSAGE_KINDS.split(",");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /pay             | /pay
            /pay 5           | /pay
            /PAY@Shop_Bot 5  | /pay
            /INIT            | /init
            /pay/            | /pay
            /pay-out         | /pay
            /pay\\n5          | /pay
            /pay.            | /pay
            /payé            | /pay
            /payİ            | /pay
            /_               | /_
            /7               | /7
            /pay_2now:x      | /pay_2now
            /pay@            | /pay
            /pay @other_bot  | /pay
            pay /pay         | message
            pay              | message
            ` /pay`          | message
            /                | message
            //pay            | message
            / pay            | message
            /@shop_bot       | message
            /é🎲             | message
            ／pay            | message
            ``               | message
            """)
    void theTextDecides(String text, String action) {
        assertThat(action(Samples.message("'text':'" + text + "'"))).isEqualTo(action);
        assertThat(action(Samples.message("'caption':'" + text + "'"))).isEqualTo(action);
    }

    /** Who marks a command as code still gets it run by the bot, and must not get it past its policy. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /admin          | {'type':'code','offset':0,'length':6}
            /admin wipe     | {'type':'pre','offset':0,'length':11}
            /admin@shop_bot | {'type':'text_link','offset':0,'length':15,'url':'https://a.b'}
            /admin/         | {'type':'bot_command','offset':0,'length':2}
            /admin          | {'type':'bot_command','offset':1,'length':5}
            /admin          |
            """)
    void entitiesHaveNoSay(String text, String entity) {
        String entities = "[" + (entity == null ? "" : entity) + "]";
        assertThat(action(Samples.message("'text':'" + text + "','entities':" + entities)))
                .isEqualTo("/admin");
        assertThat(action(Samples.message("'caption':'" + text + "','caption_entities':" + entities)))
                .isEqualTo("/admin");
    }

    @ParameterizedTest
    @MethodSource("messageKinds")
    void everyMessageHasCommands(String kind) {
        assertThat(action(Samples.update(kind, "'text':'/ADMIN'"))).isEqualTo("/admin");
        assertThat(action(Samples.update(kind, "'caption':'/ADMIN'"))).isEqualTo("/admin");
        assertThat(action(Samples.update(kind, "'text':'admin','data':'buy:1'")))
                .isEqualTo(kind);
    }

    @Test
    void theCaptionCountsWithoutAText() {
        assertThat(action(Samples.message("'text':'hi','caption':'/pay'"))).isEqualTo("message");
        assertThat(action(Samples.message("'text':'/a','caption':'/pay'"))).isEqualTo("/a");
        assertThat(action(Samples.message("'text':7,'caption':'/pay'"))).isEqualTo("/pay");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline_query", "poll", "callback_query", "novelty"})
    void otherKindsHaveNone(String kind) {
        assertThat(action(Samples.update(kind, "'text':'/pay','caption':'/pay'")))
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /pay@shop_bot   | /pay
            /PAY@SHOP_BOT 5 | /pay
            /pay@shop2bot   | /pay
            /pay@other_bot  | message
            /pay@shop_bots  | message
            /pay@shop_bot/  | /pay
            /pay@           | /pay
            /pay@ other_bot | /pay
            /pay@!          | /pay
            /pay            | /pay
            /pay @other_bot | /pay
            """)
    void aCommandForAnotherBotIsNone(String text, String action) {
        String json = Samples.json("message", "'text':'" + text + "'");
        assertThat(action(TelegramUpdate.parse(json, SHOP))).isEqualTo(action);
        assertThat(action(TelegramUpdate.parse(json.getBytes(StandardCharsets.UTF_8), SHOP)))
                .isEqualTo(action);
        assertThat(action(TelegramUpdate.of(TelegramJson.read(json), SHOP))).isEqualTo(action);
        assertThat(action(TelegramUpdate.parse(json, BotNames.of("", "@")))).isEqualTo("/pay");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop bot", "shop@bot", "@@shop", "t.me/shop", "shöp"})
    void whatIsNoNameIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> BotNames.of(name)).withMessageContaining("shop_bot");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            buy:7:x | callback:buy | callback:buy:7:x
            buy     | callback:buy | callback:buy
            Buy:7   | callback:Buy | callback:Buy:7
            :7      | callback:    | callback::7
            ''      | callback:    | callback:
            buy:    | callback:buy | callback:buy:
            /pay:1  | callback:/pay | callback:/pay:1
            """)
    void callbackUpToTheColon(String data, String action, String path) {
        TelegramUpdate update = Samples.update("callback_query", "'data':'" + data + "'");
        assertThat(action(update)).isEqualTo(action);
        assertThat(update.request().path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"'\"game_short_name\":\"chess\"'", "'\"data\":7'", "'\"data\":null'"})
    void callbackWithoutDataIsItsKind(String fields) {
        TelegramUpdate update = Samples.update("callback_query", fields);
        assertThat(action(update)).isEqualTo("callback_query");
        assertThat(update.request().path()).isEqualTo("callback_query");
    }

    private static String action(TelegramUpdate update) {
        return update.request().action().name();
    }
}
