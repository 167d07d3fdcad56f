package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whatever comes: an update or a {@link TelegramFormatException}, never another surprise. */
class FuzzTest {
    private static final List<String> KINDS = Samples.kinds().stream()
            .map(TelegramUpdate::parse)
            .map(TelegramUpdate::kind)
            .toList();

    /** Every field that some rule reads, so that rules meet wrong types rather than missing fields. */
    private static final List<String> FIELDS = List.of(
            "id",
            "chat",
            "from",
            "user",
            "sender_chat",
            "actor_chat",
            "voter_chat",
            "message",
            "message_id",
            "date",
            "edit_date",
            "is_automatic_forward",
            "text",
            "caption",
            "is_topic_message",
            "message_thread_id",
            "direct_messages_topic",
            "topic_id",
            "is_direct_messages",
            "reply_to_message",
            "business_connection_id",
            "sender_business_bot",
            "is_from_offline",
            "data",
            "query",
            "inline_message_id",
            "ephemeral_message_id",
            "media_group_id",
            "successful_payment",
            "refunded_payment",
            "suggested_post_approved",
            "price",
            "pinned_message",
            "new_chat_members",
            "new_chat_title",
            "group_chat_created",
            "migrate_to_chat_id",
            "migrate_from_chat_id",
            "animation",
            "live_photo",
            "photo",
            "document",
            "voice",
            "file_unique_id",
            "width",
            "height",
            "file_size",
            "venue",
            "location",
            "contact",
            "dice",
            "poll",
            "question",
            "options",
            "is_anonymous",
            "");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-1",
            "42",
            "777000",
            "-1001234567890",
            "9007199254740993",
            "9223372036854775807",
            "-9223372036854775808",
            "18446744073709551616",
            "1.0",
            "1e3",
            "-1e999999999",
            "1e-999999999",
            "9".repeat(128),
            "-" + "9".repeat(128),
            "9".repeat(1000));

    private static final List<String> STRINGS = List.of(
            "",
            "/",
            "/pay",
            "/PAY@bot",
            ":",
            "buy:1",
            "/pay_2now",
            "\\u0000",
            "\\ud800",
            "\\udc00\\ud800",
            "İı",
            "🎲",
            "\\\"",
            "777000",
            "true",
            "x".repeat(200));

    @Property(tries = 2000)
    void anUpdateObjectNeverThrows(@ForAll("kind") String kind, @ForAll("object") String own) {
        String json = "{\"update_id\":7,\"" + kind + "\":" + own + "}";
        TelegramUpdate update = TelegramUpdate.parse(json);
        assertThat(update.kind()).isEqualTo(kind);
        UpdateReading reference = ReferenceReading.of(TelegramJson.read(json));
        assertThat(UpdateReading.of(update)).isEqualTo(reference);
        assertThat(UpdateReading.of(TelegramUpdate.parse(json.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(reference);
        assertThat(UpdateReading.of(TelegramUpdate.of(update.json()))).isEqualTo(reference);
    }

    @Property(tries = 1000)
    void repeatedFieldsAreAnUpdateOrAFormatError(
            @ForAll("kind") String kind, @ForAll("field") List<String> update, @ForAll("field") List<String> own) {
        String ownObject = "\"" + kind + "\":{" + String.join(",", own) + "}";
        String json = "{\"update_id\":7," + ownObject + "}";
        updateOrFormatError(json.getBytes(StandardCharsets.UTF_8));
        String more = Stream.concat(Stream.of(ownObject), update.stream()).collect(Collectors.joining(","));
        updateOrFormatError(("{" + more + ",\"update_id\":7}").getBytes(StandardCharsets.UTF_8));
        updateOrFormatError(("{\"update_id\":1," + more + "}").getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 1000)
    void anyJsonIsAnUpdateOrAFormatError(@ForAll("value") String json) {
        updateOrFormatError(json.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 2000)
    void damagedBytesAreAnUpdateOrAFormatError(@ForAll("sample") String sample, @ForAll Random random) {
        byte[] json = sample.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            json[random.nextInt(json.length)] = (byte) random.nextInt(256);
        }
        updateOrFormatError(json);
    }

    @Property(tries = 1000)
    void updatesCutAndPastedAreAnUpdateOrAFormatError(
            @ForAll("sample") String one, @ForAll("sample") String other, @ForAll Random random) {
        String start = one.substring(0, random.nextInt(one.length()));
        String end = other.substring(random.nextInt(other.length()));
        updateOrFormatError((start + end).getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 50_000)
    @Tag("slow")
    void manyUpdateObjects(@ForAll("kind") String kind, @ForAll("object") String own) {
        anUpdateObjectNeverThrows(kind, own);
    }

    @Property(tries = 50_000)
    @Tag("slow")
    void manyRepeatedFields(
            @ForAll("kind") String kind, @ForAll("field") List<String> update, @ForAll("field") List<String> own) {
        repeatedFieldsAreAnUpdateOrAFormatError(kind, update, own);
    }

    @Property(tries = 50_000)
    @Tag("slow")
    void manyDamagedBytes(@ForAll("sample") String sample, @ForAll Random random) {
        damagedBytesAreAnUpdateOrAFormatError(sample, random);
    }

    @Property(tries = 50_000)
    @Tag("slow")
    void manyUpdatesCutAndPasted(@ForAll("sample") String one, @ForAll("sample") String other, @ForAll Random random) {
        updatesCutAndPastedAreAnUpdateOrAFormatError(one, other, random);
    }

    @Property(tries = 500)
    void anyBytesAreAnUpdateOrAFormatError(@ForAll byte[] json) {
        updateOrFormatError(json);
    }

    /** Save for arrays, whose order means something. */
    @Property(tries = 500)
    void orderOfFieldsSaysNothing(@ForAll("kind") String kind, @ForAll("object") String own, @ForAll Random random) {
        JsonNode json = TelegramJson.read("{\"update_id\":7,\"" + kind + "\":" + own + "}");
        assertThat(UpdateReading.of(TelegramUpdate.of(shuffled(json, random))))
                .isEqualTo(UpdateReading.of(TelegramUpdate.of(json)));
    }

    /** Whichever it is, it is the same for the reference. */
    private static void updateOrFormatError(byte[] json) {
        TelegramUpdate update;
        try {
            update = TelegramUpdate.parse(json);
        } catch (TelegramFormatException expected) {
            assertThat(expected).message().isNotBlank();
            assertThatThrownBy(() -> ReferenceReading.of(json)).isInstanceOf(TelegramFormatException.class);
            return;
        }
        assertThat(update.request().action().name()).isNotEmpty();
        assertThat(UpdateReading.of(update)).isEqualTo(ReferenceReading.of(json));
        assertThat(update.json()).isEqualTo(TelegramJson.read(json));
    }

    private static JsonNode shuffled(JsonNode node, Random random) {
        if (!node.isObject()) {
            return node;
        }
        List<String> names = new ArrayList<>(node.propertyNames());
        Collections.shuffle(names, random);
        ObjectNode shuffled = JsonNodeFactory.instance.objectNode();
        names.forEach(name -> shuffled.set(name, shuffled(node.get(name), random)));
        return shuffled;
    }

    @Provide
    Arbitrary<String> sample() {
        return Arbitraries.of(Samples.kinds());
    }

    @Provide
    Arbitrary<String> kind() {
        return Arbitraries.of(KINDS);
    }

    @Provide
    Arbitrary<String> object() {
        return objectOf(value(3), 12);
    }

    /** Fields of which some come twice, within objects of which some have a field twice. */
    @Provide
    Arbitrary<List<String>> field() {
        Arbitrary<String> name =
                Arbitraries.oneOf(Arbitraries.of(FIELDS), Arbitraries.of(KINDS), Arbitraries.of("update_id"));
        Arbitrary<String> flat =
                Combinators.combine(Arbitraries.of(FIELDS), value(1)).as(FuzzTest::field);
        Arbitrary<String> nested = flat.list().ofMaxSize(6).map(fields -> "{" + String.join(",", fields) + "}");
        Arbitrary<String> value = Arbitraries.oneOf(value(1), nested, nested.map(object -> "[" + object + "]"));
        return Combinators.combine(name, value).as(FuzzTest::field).list().ofMaxSize(8);
    }

    private static String field(String name, String value) {
        return '"' + name + "\":" + value;
    }

    @Provide
    Arbitrary<String> value() {
        return value(3);
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> leaf = Arbitraries.oneOf(
                Arbitraries.of(NUMBERS),
                Arbitraries.of(STRINGS).map(text -> '"' + text + '"'),
                Arbitraries.of("null", "true", "false"));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> inner = value(depth - 1);
        return Arbitraries.frequencyOf(Tuple.of(2, leaf), Tuple.of(3, objectOf(inner, 5)), Tuple.of(1, arrayOf(inner)));
    }

    private static Arbitrary<String> arrayOf(Arbitrary<String> value) {
        return value.list().ofMaxSize(3).map(values -> "[" + String.join(",", values) + "]");
    }

    private static Arbitrary<String> objectOf(Arbitrary<String> value, int size) {
        return Arbitraries.maps(Arbitraries.of(FIELDS), value)
                .ofMaxSize(size)
                .map(fields -> fields.entrySet().stream()
                        .map(field -> '"' + field.getKey() + "\":" + field.getValue())
                        .collect(Collectors.joining(",", "{", "}")));
    }
}
