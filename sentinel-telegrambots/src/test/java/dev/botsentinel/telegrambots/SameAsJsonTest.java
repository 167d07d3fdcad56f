package dev.botsentinel.telegrambots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.botsentinel.request.Request;
import dev.botsentinel.telegram.TelegramJson;
import dev.botsentinel.telegram.TelegramUpdate;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.meta.api.objects.Update;

/** An update of the library means what its JSON means, and here is all that the library loses. */
class SameAsJsonTest {

    /** Kinds that the library doesn't know yet, and one that doesn't exist. */
    static final Set<String> NEWER = Set.of("telepathy", "stopped_message_generation");

    private static final Path HOUSE = Path.of("..");

    static List<String> kinds() throws IOException {
        return Files.readAllLines(
                HOUSE.resolve("sentinel-telegram/src/test/resources/dev/botsentinel/telegram/kinds.jsonl"));
    }

    /** The recorded day, without the times it was recorded at. */
    static List<String> day() throws IOException {
        return Files.readAllLines(HOUSE.resolve("sentinel-examples/src/main/resources/day/updates.jsonl")).stream()
                .map(line -> TelegramJson.read(line).get("update").toString())
                .toList();
    }

    @Test
    void everyUpdateOfTheDayMeansTheSame() throws IOException {
        assertThat(lost(day())).isEqualTo(Map.of("hologram_invitation", 3L));
    }

    @Test
    void everyKindMeansTheSame() throws IOException {
        assertThat(kinds()).hasSize(28);
        assertThat(lost(kinds())).isEqualTo(Map.of("telepathy", 1L, "stopped_message_generation", 1L));
    }

    /** The kinds of updates that the library changes the meaning of, and how many of them. */
    private static Map<String, Long> lost(List<String> updates) {
        assertThat(updates).isNotEmpty();
        return updates.stream()
                .map(TelegramUpdate::parse)
                .filter(update -> !AllFields.of(update.request())
                        .equals(AllFields.of(
                                TelegramBots.request(Updates.read(update.json().toString())))))
                .collect(Collectors.groupingBy(TelegramUpdate::kind, Collectors.counting()));
    }

    @Test
    void everyKindOfTheLibraryIsOneOfTheSamples() throws IOException {
        Set<String> inLibrary = Arrays.stream(Update.class.getDeclaredFields())
                .map(field -> field.getAnnotation(JsonProperty.class))
                .filter(property -> property != null && !property.value().equals("update_id"))
                .map(JsonProperty::value)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> samples = kinds().stream()
                .map(json -> TelegramUpdate.parse(json).kind())
                .filter(kind -> !NEWER.contains(kind))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(inLibrary).isEqualTo(samples);
    }

    @Test
    void aKindTheLibraryDoesNotKnowIsUnknownAndNobodys() {
        Request request = TelegramBots.request(Updates.of(7, "telepathy", "'from':{'id':42},'chat':{'id':42}"));
        assertThat(request.action().name()).isEqualTo("unknown");
        assertThat(request.updateId()).isEqualTo(7);
        assertThat(request.subject()).isNull();
    }

    @Test
    void whatTheLibraryDoesNotKnowOfAValueTellsNothingApart() {
        String location =
                "'message_id':1,'from':{'id':42,'is_bot':false,'first_name':'Zo'},'date':1,'location':{'latitude':1.5,'longitude':2.25%s}";
        Request plain = TelegramBots.request(Updates.of(7, "message", location.formatted("")));
        Request newer = TelegramBots.request(Updates.of(7, "message", location.formatted(",'altitude':3")));
        assertThat(newer.content()).isEqualTo(plain.content());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'location':{'latitude':59.123456,'longitude':-0.000012,'horizontal_accuracy':65.5,'live_period':900,"
                        + "'heading':90,'proximity_alert_radius':100}",
                "'venue':{'location':{'latitude':-33.8688197,'longitude':151.2092955},'title':'T','address':'A',"
                        + "'foursquare_id':'f','foursquare_type':'t','google_place_id':'g','google_place_type':'p'}",
                "'contact':{'phone_number':'+1','first_name':'A','last_name':'B','user_id':12345678901,'vcard':'V'}",
                "'dice':{'emoji':'🎲','value':6}",
                "'poll':{'id':'1','question':'Q','options':[{'text':'a','voter_count':0}],'total_voter_count':0,"
                        + "'is_closed':false,'is_anonymous':true,'type':'quiz','allows_multiple_answers':true}",
                "'photo':[{'file_id':'a','file_unique_id':'u1','width':90,'height':90},"
                        + "{'file_id':'b','file_unique_id':'u2','width':800,'height':600}],'caption':'c'",
                "'live_photo':{'file_id':'a','file_unique_id':'u9','width':9,'height':9,'duration':1}",
                "'text':'\\ud800 lone \\u0000 nul'",
                "'text':'/Pay@shop 5','entities':[{'type':'bot_command','offset':0,'length':9}]",
                "'media_group_id':'g1','caption':'/pay','caption_entities':"
                        + "[{'type':'bot_command','offset':0,'length':4}]",
                "'sender_chat':{'id':-1009876543210,'type':'channel','title':'N'},'text':'anonymous'",
                "'is_automatic_forward':true,'text':'x'",
                "'migrate_to_chat_id':-1001234567890",
                "'migrate_from_chat_id':-77",
                "'message_thread_id':7,'is_topic_message':true,'text':'in a topic'",
                "'direct_messages_topic':{'topic_id':7000000000},'text':'to a channel'",
                "'reply_to_message':{'message_id':9,'date':1,'chat':{'id':-100,'type':'group'}},'text':'so'",
                "'new_chat_members':[{'id':5,'is_bot':false,'first_name':'N'}]",
                "'left_chat_member':{'id':5,'is_bot':false,'first_name':'N'}",
                "'group_chat_created':true",
                "'new_chat_title':'T'",
                "'forum_topic_closed':{}",
                "'refunded_payment':{'currency':'XTR','total_amount':5,'invoice_payload':'p',"
                        + "'telegram_payment_charge_id':'t'}",
                "'successful_payment':{'currency':'EUR','total_amount':5,'invoice_payload':'p',"
                        + "'telegram_payment_charge_id':'t','provider_payment_charge_id':'q'}"
            })
    void everyValueThatTheRulesReadIsCarried(String fields) {
        String message = "{'update_id':7,'message':{'message_id':1,'from':{'id':42,'is_bot':true,'first_name':'B'},"
                + "'chat':{'id':-100,'type':'group'},'date':1767225600," + fields + "}}";
        String json = message.replace('\'', '"');
        assertThat(AllFields.of(TelegramBots.request(Updates.read(json))))
                .isEqualTo(AllFields.of(TelegramUpdate.parse(json).request()));
    }

    /** Of other kinds the library reads none without the fields that it requires. */
    @ParameterizedTest
    @ValueSource(
            strings = {"message", "edited_message", "channel_post", "callback_query", "my_chat_member", "poll_answer"})
    void anUpdateWithoutWhatItShouldHaveIsStillARequest(String kind) {
        assertThat(TelegramBots.request(Updates.of(7, kind, "")).updateId()).isEqualTo(7);
    }

    @Test
    void anUpdateWithoutANumberIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TelegramBots.request(new Update()))
                .withMessageContaining("update_id");
    }

    /** All that a decision depends on, comparable. */
    record AllFields(Map<String, Object> values) {

        static AllFields of(Request request) {
            return new AllFields(Arrays.stream(Request.class.getDeclaredFields())
                    .filter(field -> !java.lang.reflect.Modifier.isStatic(field.getModifiers()))
                    .collect(Collectors.toMap(Field::getName, field -> value(field, request))));
        }

        private static Object value(Field field, Request request) {
            try {
                field.setAccessible(true);
                Object value = field.get(request);
                return value == null ? "none" : value;
            } catch (IllegalAccessException failure) {
                throw new AssertionError(failure);
            }
        }
    }
}
