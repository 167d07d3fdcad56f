package dev.botsentinel.telegram;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.TreeTraversingParser;

/**
 * Reads one JSON value within bounds that no real update meets, so that a hostile one costs a clear error and not the
 * process: 200 levels, 2,000,000 tokens (some 100 MB of tree at worst), 32 Mi characters a string, 1,000 digits a
 * number. The length of the whole is for whoever reads it from the network to bound. Anything but white space after the
 * value is an error; of repeated keys the last counts. Thread-safe.
 *
 * <p>Use it to look into an object that carries an update, such as an envelope with a time, and give the update inside
 * to {@link TelegramUpdate#of}.
 */
public final class TelegramJson {
    static final int MAX_DEPTH = 200;
    static final long MAX_TOKENS = 2_000_000;
    static final int MAX_STRING = 32 << 20;
    static final int MAX_DIGITS = 1_000;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .maxStringLength(MAX_STRING)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            // Errors end in logs, and a broken line may be somebody's message.
            .errorReportConfiguration(ErrorReportConfiguration.builder()
                    .maxErrorTokenLength(0)
                    .maxRawContentLength(0)
                    .build())
            .build();

    private TelegramJson() {}

    /**
     * The JSON value these bytes are, in UTF-8, with or without a byte order mark. Bytes that are no UTF-8 become U+FFFD; UTF-16 and
     * UTF-32 are no JSON.
     *
     * @throws TelegramFormatException if they are not exactly one JSON value, or one beyond the bounds
     */
    public static JsonNode read(byte[] json) {
        return isPlain(json) ? whole(tokens(json)) : read(decode(json));
    }

    /**
     * The JSON value this text is.
     *
     * @throws TelegramFormatException if it is not exactly one JSON value, or one beyond the bounds
     */
    public static JsonNode read(String json) {
        return whole(tokens(json));
    }

    private static JsonNode whole(JsonParser json) {
        try (json) {
            JsonNode value = JsonTree.next(json);
            if (value == null) {
                throw new TelegramFormatException("no JSON: the input is empty; give one update as a JSON object");
            }
            if (json.nextToken() != null) {
                throw new TelegramFormatException("not readable as JSON: something follows after the first value");
            }
            return value;
        } catch (JacksonException e) {
            throw unreadable(e);
        }
    }

    /**
     * Whether these bytes are ASCII without NUL, which nothing can be wrong with. By its NULs the JSON reader takes UTF-16 and UTF-32
     * for what they are, though the API never sends them.
     */
    static boolean isPlain(byte[] json) {
        for (byte octet : json) {
            if (octet <= 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The text of these bytes, without a byte order mark. The JSON reader's own decoder is lenient where it should not be,
     * taking overlong sequences for the characters they hide, and strict where the API's updates aren't.
     */
    static String decode(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** The tokens of these bytes, within the bounds. */
    static JsonParser tokens(byte[] json) {
        return JSON.createParser(ObjectReadContext.empty(), json);
    }

    /** The tokens of this text, within the bounds. */
    static JsonParser tokens(String json) {
        return JSON.createParser(ObjectReadContext.empty(), json);
    }

    /** The tokens of a value that has been read. */
    static JsonParser tokens(JsonNode json) {
        return new TreeTraversingParser(json);
    }

    static TelegramFormatException unreadable(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return new TelegramFormatException("not readable as JSON" + where + ": " + e.getOriginalMessage(), e);
    }
}
