package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.telegram.BotNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What a replay makes of an export of Telegram Desktop. */
class ExportTest {

    private static final String GROUP = "-1001234567890";

    @TempDir
    private Path directory;

    private Scenario scenario;

    @BeforeEach
    void prepare() throws IOException {
        scenario = new Scenario(directory);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messagesBecomeUpdates(boolean printed) throws IOException {
        String export = chat(
                "private_supergroup",
                1234567890,
                "\"id\":1,\"type\":\"service\",\"date_unixtime\":\"1767225600\",\"actor_id\":\"user7\","
                        + "\"action\":\"invite_members\",\"text\":\"\"",
                message(2, 1_767_225_601, "user42", "\"text\":\"hello\""),
                message(
                        3,
                        1_767_225_602,
                        "user42",
                        "\"text\":[{\"type\":\"bot_command\",\"text\":\"/pay@shop_bot\"},\" 5\"]"),
                message(4, 1_767_225_603, "channel555", "\"text\":\"as a channel\""),
                message(5, 1_767_225_604, "channel1234567890", "\"text\":\"as the group\""),
                "\"id\":6,\"type\":\"unsupported\"");
        Run run = scenario.updates(printed ? pretty(export) : export).replay();
        assertThat(run.lines())
                .extracting(ExportTest::facts)
                .containsExactly(
                        "1 2026-01-01T00:00:01.000000Z 1 42 " + GROUP + " message",
                        "2 2026-01-01T00:00:02.000000Z 2 42 " + GROUP + " /pay",
                        "3 2026-01-01T00:00:03.000000Z 3 -1000000000555 " + GROUP + " message",
                        "4 2026-01-01T00:00:04.000000Z 4 " + GROUP + " " + GROUP + " message");
        assertThat(run.status()).isZero();
        assertThat(run.err().lines().findFirst().orElseThrow())
                .startsWith(scenario.updates() + ": a Telegram Desktop export: 4 of its 6 messages became updates; ")
                .contains("callbacks", "edits", "joins", "reactions", "deleted messages");
    }

    @ParameterizedTest
    @CsvSource({
        "private_group, 77, user42, 42, -77, message",
        "public_supergroup, 77, user42, 42, -1000000000077, message",
        "private_group, 77, chat77, -77, -77, message",
        "public_channel, 77, channel77, -1000000000077, -1000000000077, channel_post",
        "private_channel, 1234567890, channel1234567890, -1001234567890, -1001234567890, channel_post",
        "personal_chat, 77, user42, 42, 42, message",
        "saved_messages, 42, user42, 42, 42, message",
        "bot_chat, 77, user42, 42, 42, message",
        "a_new_type, 77, user42, 42, 77, message",
    })
    void idsAreThoseOfTheBotApi(String type, long id, String from, String user, String chat, String action)
            throws IOException {
        Run run = scenario.updates(chat(type, id, message(1, 1_767_225_600, from, "\"text\":\"hi\"")))
                .replay();
        assertThat(run.lines())
                .extracting(ExportTest::facts)
                .containsExactly("1 2026-01-01T00:00:00.000000Z 1 " + user + " " + chat + " " + action);
    }

    @Test
    void aBotDoesNotGetItsOwnMessages() throws IOException {
        Run run = scenario.updates(chat(
                        "bot_chat",
                        77,
                        message(1, 1_767_225_600, "user42", "\"text\":\"/start\""),
                        message(2, 1_767_225_600, "user77", "\"text\":\"Welcome\"")))
                .replay();
        assertThat(run.lines()).hasSize(1).allMatch(line -> line.contains("\"/start\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"text\":\"hi\" | message:text:hi",
                "\"photo\":\"photos/1.jpg\",\"text\":\"hi\" | message:photo",
                "\"file\":\"(File not included.)\",\"media_type\":\"sticker\",\"text\":\"\" | message:sticker",
                "\"file\":\"a\",\"media_type\":\"voice_message\",\"text\":\"\" | message:voice",
                "\"file\":\"a\",\"media_type\":\"video_message\",\"text\":\"\" | message:video_note",
                "\"file\":\"a\",\"media_type\":\"video_file\",\"text\":\"\" | message:video",
                "\"file\":\"a\",\"media_type\":\"audio_file\",\"text\":\"\" | message:audio",
                "\"file\":\"a\",\"media_type\":\"animation\",\"text\":\"\" | message:animation",
                "\"file\":\"a\",\"mime_type\":\"text/plain\",\"text\":\"\" | message:document",
                "\"contact_information\":{\"phone_number\":\"+1\"},\"text\":\"\" | message:contact",
                "\"location_information\":{\"latitude\":1.5,\"longitude\":2},\"text\":\"\" | message:location",
                "\"place_name\":\"x\",\"location_information\":{\"latitude\":1.5,\"longitude\":2},\"text\":\"\" | message:venue",
                "\"poll\":{\"question\":\"?\",\"answers\":[{\"text\":\"a\"}]},\"text\":\"\" | message:poll",
                "\"game_title\":\"x\",\"text\":\"\" | message:game",
            })
    void whatAMessageIsIsKept(String fields, String path) throws IOException {
        scenario.policy("version: 1\nactions:\n  \"" + path + "\": {limits: [{name: met, permits: 0, per: 1h}]}\n");
        Run run = scenario.updates(chat("private_group", 7, message(1, 1_767_225_600, "user42", fields)))
                .replay();
        assertThat(run.lines()).hasSize(1).allMatch(line -> line.contains("\"rule\":\"met\""));
    }

    @Test
    void aCaptionMayBeACommandAndTheSameFileIsNoRepeat() throws IOException {
        scenario.policy("version: 1\ndefaults: {debounce: {window: 1h}}\n");
        String photo = "\"photo\":\"(File not included.)\",\"text\":\"/pay\"";
        String text = "\"text\":\"the same\"";
        Run run = scenario.updates(chat(
                        "private_group",
                        7,
                        message(1, 1_767_225_600, "user42", photo),
                        message(2, 1_767_225_600, "user42", photo),
                        message(3, 1_767_225_600, "user42", text),
                        message(4, 1_767_225_600, "user42", text),
                        message(5, 1_767_225_600, "user42", text + ",\"reply_to_message_id\":4")))
                .replay();
        assertThat(run.lines())
                .extracting(line -> line.replaceFirst("^.*\"action\":\"([^\"]*)\",\"decision\":\"(\\w+)\".*$", "$1 $2"))
                .containsExactly(
                        "/pay allowed", "/pay allowed", "message allowed", "message denied", "message allowed");
    }

    @Test
    void repliesBelongToTheTopicThatTheyReplyTo() throws Exception {
        String export = chat(
                "private_supergroup",
                7,
                "\"id\":10,\"type\":\"service\",\"action\":\"topic_created\",\"text\":\"\"",
                message(11, 1_767_225_600, "user1", "\"text\":\"a\",\"reply_to_message_id\":10"),
                message(12, 1_767_225_600, "user2", "\"text\":\"b\",\"reply_to_message_id\":11"),
                message(13, 1_767_225_600, "user3", "\"text\":\"c\""),
                message(14, 1_767_225_600, "user3", "\"text\":\"d\",\"reply_to_message_id\":13"));
        Recording recording = new Recording(new ByteArrayInputStream(export.getBytes(UTF_8)), BotNames.UNKNOWN);
        List<String> topics = new ArrayList<>();
        while (recording.next()) {
            topics.add(((RecordedLine.Update) recording.line()).request().topic());
        }
        assertThat(topics).containsExactly("10", "10", null, null);
    }

    @Test
    void aFullExportHasAListOfChats() throws IOException {
        String export = "{\"about\":\"Here is the data you requested.\",\"personal_information\":{\"user_id\":42},"
                + "\"contacts\":{\"about\":\"\",\"list\":[{\"id\":1,\"messages\":[{}]}]},\"chats\":{\"about\":\"\",\"list\":["
                + chat("private_group", 7, message(1, 1_767_225_600, "user1", "\"text\":\"a\"")) + ","
                + chat("saved_messages", 42) + ","
                + chat("private_supergroup", 8, message(1, 1_767_225_660, "user2", "\"text\":\"b\""))
                + "]},\"left_chats\":{\"about\":\"\",\"list\":["
                + chat("public_supergroup", 9, message(1, 1_767_225_720, "user3", "\"text\":\"c\"")) + "]}}";
        for (String file : List.of(export, pretty(export))) {
            Run run = scenario.updates(file).replay();
            assertThat(run.lines())
                    .extracting(ExportTest::facts)
                    .containsExactly(
                            "1 2026-01-01T00:00:00.000000Z 1 1 -7 message",
                            "2 2026-01-01T00:01:00.000000Z 2 2 -1000000000008 message",
                            "3 2026-01-01T00:02:00.000000Z 3 3 -1000000000009 message");
            assertThat(run.status()).isZero();
        }
    }

    @Test
    void aDateWithoutSecondsSinceTheEpochIsTakenForUtc() throws IOException {
        Run run = scenario.updates(chat(
                        "private_group",
                        7,
                        "\"id\":1,\"type\":\"message\",\"date\":\"2020-05-01T10:00:00\",\"from_id\":42,\"text\":\"old\"",
                        "\"id\":2,\"type\":\"message\",\"date\":\"someday\",\"from_id\":null,\"text\":\"new\""))
                .replay();
        assertThat(run.lines())
                .extracting(ExportTest::facts)
                .containsExactly(
                        "1 2020-05-01T10:00:00.000000Z 1 42 -7 message",
                        "2 2020-05-01T10:00:00.000000Z 2 null -7 message");
    }

    @Test
    void aBrokenMessageIsAnErrorLine() throws IOException {
        Run run = scenario.updates(
                        "{\n \"name\": \"x\",\n \"type\": \"private_group\",\n \"id\": 7,\n \"messages\": [\n"
                                + "  {\"id\": 1, \"type\": \"message\", \"text\": \"\\x1F\"},\n"
                                + "  7,\n  {" + message(2, 1_767_225_600, "user42", "\"text\":\"b\"") + "}\n ]\n}\n")
                .replay();
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(0)).contains("\"error\":\"not readable as JSON (line 6, column ");
        assertThat(run.lines().get(1)).contains("\"error\":", "(line 7, column 3)");
        assertThat(run.lines().get(2)).contains("\"n\":3", "\"user\":\"42\"");
        assertThat(run.status()).isEqualTo(3);
    }

    private static String message(long id, long date, String from, String more) {
        return "\"id\":" + id + ",\"type\":\"message\",\"date\":\"2026-01-01T03:00:00\",\"date_unixtime\":\"" + date
                + "\",\"from\":\"Somebody\",\"from_id\":\"" + from + "\"," + more;
    }

    private static String chat(String type, long id, String... messages) {
        String list = messages.length == 0 ? "" : "{" + String.join("},{", messages) + "}";
        return "{\"name\":\"x\",\"type\":\"" + type + "\",\"id\":" + id + ",\"messages\":[" + list + "]}";
    }

    private static String facts(String line) {
        return line.replaceFirst(
                "^\\{\"n\":(\\d+),\"at\":\"([^\"]*)\",\"updateId\":(\\d+),\"user\":\"?([^\",]*)\"?,\"chat\":\"?([^\",]*)\"?,"
                        + "\"action\":\"([^\"]*)\".*$",
                "$1 $2 $3 $4 $5 $6");
    }

    private static String pretty(String json) {
        return new JsonMapper().readTree(json).toPrettyString();
    }
}
