package dev.botsentinel.telegrambots;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.botsentinel.telegram.BotNames;
import dev.botsentinel.telegram.TelegramUpdate;
import dev.botsentinel.telegrambots.SameAsJsonTest.AllFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.meta.api.objects.CallbackQuery;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.message.Message;

/** Read from the library's objects, an update means what its JSON means. */
class DirectReadingTest {

    private static final int UPDATES = 20_000;
    private static final List<String> MESSAGES = List.of(
            "message", "edited_message", "channel_post", "edited_channel_post", "business_message", "guest_message");

    private static final BotNames SHOP = BotNames.of("shop_bot");
    private static final String LONG = "🛒".repeat(65);

    private final Random random = new Random(20261130);

    @Test
    void aRandomUpdateMeansWhatItsJsonMeans() {
        int direct = 0;
        for (int i = 0; i < UPDATES; i++) {
            String json = "{\"update_id\":" + (i - 10) + "," + ownObject() + "}";
            Update update = Updates.read(json);
            AllFields meaning = AllFields.of(TelegramUpdate.parse(json, SHOP).request());
            assertThat(AllFields.of(TelegramBots.request(update, SHOP)))
                    .as(json)
                    .isEqualTo(meaning);
            direct += DirectReading.request(update, BotNames.UNKNOWN) == null ? 0 : 1;
        }
        assertThat(direct).isBetween(UPDATES / 3, UPDATES * 9 / 10);
    }

    private String ownObject() {
        return random.nextInt(4) == 0 ? "\"callback_query\":" + callback() : "\"" + pick(MESSAGES) + "\":" + message();
    }

    private String message() {
        List<String> fields = new ArrayList<>(List.of("'message_id':" + random.nextInt(3), "'date':1767225600"));
        some(fields, 9, "'chat':" + chat());
        some(fields, 9, "'from':" + user());
        some(fields, 2, "'sender_chat':" + chat());
        String text = pick(List.of(
                "hi", "/", "/pay", "/Pay@shop_bot 5", "/pay@other_bot", "/@x", "pay /pay", "", "🛒", "\\ud83d", LONG));
        some(fields, 9, "'text':'" + text + "'");
        some(fields, 1, "'caption':'/pay'");
        some(fields, 1, "'is_automatic_forward':" + random.nextBoolean());
        some(fields, 1, "'media_group_id':'" + pick(List.of("", "g1", "g".repeat(128), "g".repeat(129))) + "'");
        some(fields, 1, "'edit_date':1767225660");
        some(fields, 1, "'message_thread_id':7,'is_topic_message':" + random.nextBoolean());
        some(fields, 1, "'direct_messages_topic':{'topic_id':" + pick(List.of("9", "7000000000")) + "}");
        some(
                fields,
                1,
                "'reply_to_message':{'message_id':9,'ephemeral_message_id':3,'date':1,'chat':" + chat() + ",'from':"
                        + user() + ",'text':'/old'}");
        some(fields, 1, "'forward_origin':{'type':'user','date':1,'sender_user':" + user() + "},'via_bot':" + user());
        some(fields, 1, "'photo':[{'file_id':'a','file_unique_id':'u1','width':90,'height':90}]");
        some(fields, 1, "'dice':{'emoji':'🎲','value':6}");
        some(fields, 1, "'migrate_to_chat_id':-1001234567890");
        some(fields, 1, "'migrate_from_chat_id':-77");
        some(
                fields,
                1,
                "'successful_payment':{'currency':'EUR','total_amount':5,'invoice_payload':'p',"
                        + "'telegram_payment_charge_id':'t','provider_payment_charge_id':'q'}");
        some(
                fields,
                1,
                "'refunded_payment':{'currency':'XTR','total_amount':5,'invoice_payload':'p',"
                        + "'telegram_payment_charge_id':'t'}");
        some(fields, 1, "'ephemeral_message_id':4");
        some(fields, 1, "'business_connection_id':'b','sender_business_bot':" + user());
        some(fields, 1, "'business_connection_id':'','is_from_offline':" + random.nextBoolean());
        return object(fields);
    }

    private String callback() {
        List<String> fields = new ArrayList<>(List.of("'id':'c1'", "'chat_instance':'-5'"));
        some(fields, 9, "'from':" + user());
        some(fields, 8, "'data':'" + pick(List.of("buy", "buy:7", ":", "")) + "'");
        some(fields, 2, "'game_short_name':'g'");
        some(fields, 2, "'inline_message_id':'AAQ1'");
        some(
                fields,
                8,
                "'message':"
                        + (random.nextInt(4) == 0 ? "{'message_id':7,'date':0,'chat':" + chat() + "}" : message()));
        return object(fields);
    }

    private String user() {
        return "{'id':" + pick(List.of("42", "777000", "1087968824", "136817688", "0", "-1", "9223372036854775807"))
                + ",'is_bot':" + random.nextBoolean() + ",'first_name':'Zo'}";
    }

    private String chat() {
        return "{'id':" + pick(List.of("42", "-100", "-1009876543210", "-9223372036854775808")) + ",'type':'"
                + pick(List.of("private", "group", "supergroup", "channel")) + "'}";
    }

    private void some(List<String> fields, int inTen, String field) {
        if (random.nextInt(10) < inTen) {
            fields.add(field);
        }
    }

    private String object(List<String> fields) {
        Collections.shuffle(fields, random);
        return ("{" + String.join(",", fields) + "}").replace('\'', '"');
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Marked as code or not, it is a command, for the bot would run it. */
    @ParameterizedTest
    @ValueSource(strings = {"code", "pre", "text_link", "bot_command", "bold"})
    void entitiesHaveNoSay(String type) {
        String json = ("{'update_id':7,'message':{'message_id':1,'date':1,'chat':{'id':1,'type':'private'},"
                        + "'text':'/ADMIN wipe','entities':[{'type':'" + type + "','offset':0,'length':6}]}}")
                .replace('\'', '"');
        Update update = Updates.read(json);
        assertThat(DirectReading.request(update, BotNames.UNKNOWN)).isNotNull();
        assertThat(TelegramBots.request(update).action().name()).isEqualTo("/admin");
    }

    @Test
    void textsAndCallbacksOfTheDayAreReadDirectly() throws IOException {
        List<Update> day = SameAsJsonTest.day().stream().map(Updates::read).toList();
        assertThat(day)
                .filteredOn(update -> update.getCallbackQuery() != null
                        || (update.getMessage() != null && update.getMessage().getText() != null))
                .hasSizeGreaterThan(2000)
                .allSatisfy(update -> assertThat(DirectReading.request(update, BotNames.UNKNOWN))
                        .isNotNull());
        assertThat(day)
                .allSatisfy(update -> assertThat(AllFields.of(TelegramBots.byJson(update, BotNames.UNKNOWN)))
                        .isEqualTo(AllFields.of(TelegramBots.request(update))));
    }

    /** No such update exists; should one come, both ways take the same kind. */
    @Test
    void ofTwoKindsTheSameOneCounts() throws IOException {
        List<String> kinds = SameAsJsonTest.kinds().stream()
                .filter(json -> SameAsJsonTest.NEWER.stream().noneMatch(json::contains))
                .map(json -> json.substring(json.indexOf(',') + 1, json.length() - 1))
                .toList();
        for (String one : kinds) {
            for (String other : kinds) {
                Update update = Updates.read("{\"update_id\":7," + one + "," + other + "}");
                assertThat(AllFields.of(TelegramBots.request(update)))
                        .isEqualTo(AllFields.of(TelegramBots.byJson(update, BotNames.UNKNOWN)));
            }
        }
    }

    /** A version of the library that has one of these needs a line here. */
    @Test
    void theLibraryHasNoOtherFieldThatRulesRead() {
        assertThat(fields(Message.class)).isNotEmpty().doesNotContain("user", "actor_chat", "voter_chat");
        assertThat(fields(CallbackQuery.class))
                .isNotEmpty()
                .doesNotContain("user", "sender_chat", "actor_chat", "voter_chat", "is_automatic_forward");
    }

    private static Set<String> fields(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .map(field -> field.getAnnotation(JsonProperty.class))
                .filter(property -> property != null)
                .map(JsonProperty::value)
                .collect(Collectors.toSet());
    }
}
