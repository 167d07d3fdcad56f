package dev.botsentinel.telegram;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
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

    /** The value that begins with the parser's current token; the parser is then at its last one. */
    static JsonNode current(JsonParser json) {
        return value(json, json.currentToken());
    }

    /** Without recursion: a tree from elsewhere may be deeper than the stack. */
    private static JsonNode value(JsonParser json, JsonToken first) {
        JsonNode root = node(json, first);
        Deque<JsonNode> open = new ArrayDeque<>();
        if (first.isStructStart()) {
            open.push(root);
        }
        while (!open.isEmpty()) {
            JsonToken token = json.nextToken();
            if (token.isStructEnd()) {
                open.pop();
            } else if (token != JsonToken.PROPERTY_NAME) {
                JsonNode child = node(json, token);
                if (open.element() instanceof ObjectNode object) {
                    object.set(nameOf(json, token), child);
                } else {
                    ((ArrayNode) open.element()).add(child);
                }
                if (token.isStructStart()) {
                    open.push(child);
                }
            }
        }
        return root;
    }

    /** The name of the property whose value begins here. A context of its own has begun if the value has parts. */
    private static String nameOf(JsonParser json, JsonToken token) {
        TokenStreamContext context = json.streamReadContext();
        return (token.isStructStart() ? context.getParent() : context).currentName();
    }

    /** The node of a token; of an object or an array the empty one. */
    private static JsonNode node(JsonParser json, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> NODES.objectNode();
            case START_ARRAY -> NODES.arrayNode();
            case VALUE_STRING -> NODES.stringNode(json.getString());
            case VALUE_NUMBER_INT -> whole(json);
            case VALUE_NUMBER_FLOAT -> fraction(json);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            // what a caller's tree can have beside JSON counts as absent
            case VALUE_NULL, VALUE_EMBEDDED_OBJECT -> NODES.nullNode();
            default -> throw new IllegalStateException("no JSON value begins with " + token);
        };
    }

    private static JsonNode whole(JsonParser json) {
        return switch (json.getNumberType()) {
            case INT -> NODES.numberNode(json.getIntValue());
            case LONG -> NODES.numberNode(json.getLongValue());
            default -> NODES.numberNode(json.getBigIntegerValue());
        };
    }

    /** Of a text as a double, which is enough to tell two apart and keeps 1e999999999 small; of a caller's tree as it is there. */
    private static JsonNode fraction(JsonParser json) {
        return json.getNumberTypeFP() == JsonParser.NumberTypeFP.BIG_DECIMAL
                ? NODES.numberNode(json.getDecimalValue())
                : NODES.numberNode(json.getDoubleValue());
    }
}
