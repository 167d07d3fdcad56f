package dev.botsentinel.telegram;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes trees of tokens, as Jackson's own mapper does. The mapper itself isn't used: to read the annotations of classes, of which
 * there are none here, it needs a {@code jackson-annotations} as new as itself, and Spring Boot pins older ones. The depth is for the
 * parser to bound.
 */
final class JsonTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTree() {}

    /** The next value of the parser; null if there is none. */
    static @Nullable JsonNode next(JsonParser json) {
        JsonToken token = json.nextToken();
        return token == null ? null : value(json, token);
    }

    private static JsonNode value(JsonParser json, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> NODES.stringNode(json.getString());
            case VALUE_NUMBER_INT -> whole(json);
            // A double is enough to tell two floats apart, and 1e999999999 stays small.
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(json.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new IllegalStateException("no JSON value begins with " + token);
        };
    }

    private static JsonNode object(JsonParser json) {
        ObjectNode object = NODES.objectNode();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_OBJECT; token = json.nextToken()) {
            String name = json.currentName();
            object.set(name, value(json, json.nextToken()));
        }
        return object;
    }

    private static JsonNode array(JsonParser json) {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            array.add(value(json, token));
        }
        return array;
    }

    private static JsonNode whole(JsonParser json) {
        return switch (json.getNumberType()) {
            case INT -> NODES.numberNode(json.getIntValue());
            case LONG -> NODES.numberNode(json.getLongValue());
            default -> NODES.numberNode(json.getBigIntegerValue());
        };
    }
}
