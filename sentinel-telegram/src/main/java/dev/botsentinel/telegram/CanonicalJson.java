package dev.botsentinel.telegram;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * One spelling per JSON value: equal values give equal text, whatever the order of their keys; different values give
 * different text, since each string says its length ahead. 1 and 1.0 are one number. Not meant to be parsed.
 */
final class CanonicalJson {
    /** Whole doubles below it print as the integer they equal. */
    private static final double EXACT = 1L << 53;

    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    static String of(JsonNode node) {
        CanonicalJson json = new CanonicalJson();
        json.write(node, 0);
        return json.out.toString();
    }

    private void write(JsonNode node, int depth) {
        if (depth > TelegramJson.MAX_DEPTH) {
            out.append('~'); // only in a tree that was not read by TelegramJson
        } else if (node.isObject()) {
            writeObject(node, depth);
        } else if (node.isArray()) {
            writeArray(node, depth);
        } else if (node.isString()) {
            writeString(node.stringValue());
        } else if (node.isNumber()) {
            writeNumber(node);
        } else {
            out.append(node.asString(""));
        }
    }

    private void writeObject(JsonNode node, int depth) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
        out.append('{');
        sorted.forEach((key, value) -> {
            writeString(key);
            write(value, depth + 1);
            out.append(',');
        });
        out.append('}');
    }

    private void writeArray(JsonNode node, int depth) {
        out.append('[');
        for (JsonNode element : node) {
            write(element, depth + 1);
            out.append(',');
        }
        out.append(']');
    }

    private void writeString(String text) {
        out.append(text.length()).append('"').append(text);
    }

    private void writeNumber(JsonNode node) {
        double value = node.isIntegralNumber() ? Double.NaN : node.asDouble(Double.NaN);
        if (Double.isNaN(value)) {
            out.append(node.asString());
        } else if (Math.abs(value) < EXACT && value == Math.rint(value)) {
            out.append((long) value);
        } else {
            out.append(value);
        }
    }
}
