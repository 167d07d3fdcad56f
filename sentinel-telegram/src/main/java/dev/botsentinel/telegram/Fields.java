package dev.botsentinel.telegram;

import dev.botsentinel.request.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Tolerant reading: a field of the wrong type is an absent one, so that no update can make a rule throw. */
final class Fields {
    /** What {@link Subject} can hold; real ids have some 14 digits. */
    private static final int MAX_ID_LENGTH = Subject.MAX_ID_LENGTH;

    private Fields() {}

    static @Nullable JsonNode object(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isObject() ? value : null;
    }

    /** The elements of an array; none if it is no array. */
    static Iterable<JsonNode> elements(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isArray() ? value : List.of();
    }

    static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    static String textOr(String fallback, JsonNode node, String name) {
        String text = text(node, name);
        return text == null ? fallback : text;
    }

    /** An integral number of any size, as its decimal text. */
    static @Nullable String id(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isIntegralNumber()) {
            return null;
        }
        String id = value.asString();
        return id.length() <= MAX_ID_LENGTH ? id : null;
    }

    /** The id of the object in a field. */
    static @Nullable String idIn(JsonNode node, String name) {
        JsonNode object = object(node, name);
        return object == null ? null : id(object, "id");
    }

    static @Nullable Long whole(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : null;
    }

    static boolean isTrue(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isBoolean() && value.booleanValue();
    }
}
