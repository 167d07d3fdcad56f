package dev.botsentinel.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What begins at a place of the recording, told by its first characters. Lines are what a recording has by default: what
 * could be a bad line is one, unless the line behind it goes on with the JSON that it began.
 */
enum DocumentStart {
    /** A line, good or bad. */
    NONE,
    /** An update or an envelope that goes over several lines. */
    UPDATE,
    /** An object with updates in it: an answer of {@code getUpdates}, or an export. */
    CONTAINER,
    /** An array of updates. */
    ARRAY;

    /** How far ahead it looks for what goes on behind a bracket: much more than anybody indents. */
    private static final int FURTHEST = 1 << 10;

    private static final byte[] UPDATE_ID = "\"update_id\":".getBytes(StandardCharsets.US_ASCII);

    /** The fields of an answer. */
    private static final List<byte[]> ANSWER = names("ok", "result", "error_code", "description");

    /** The fields that an export, or a chat in it, can begin with. */
    private static final List<byte[]> EXPORT = names(
            "name",
            "type",
            "id",
            "messages",
            "about",
            "personal_information",
            "profile_pictures",
            "stories",
            "contacts",
            "frequent_contacts",
            "sessions",
            "web_sessions",
            "other_data",
            "chats",
            "left_chats");

    private static List<byte[]> names(String... names) {
        return Arrays.stream(names)
                .map(name -> (name + '"').getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    /** What the line at the position begins. */
    static DocumentStart ofLine(FileBytes bytes) throws IOException {
        int bracket = past(bytes, 0, false);
        int c = bytes.peek(bracket);
        if (c == '[') {
            return bytes.peek(past(bytes, bracket + 1, true)) == '{' ? ARRAY : NONE;
        }
        if (c != '{') {
            return NONE;
        }
        int inLine = past(bytes, bracket + 1, false);
        DocumentStart inside = inside(bytes, bracket);
        boolean alone = bytes.peek(inLine) == '\n';
        return inside != UPDATE || alone || isUpdateIdAlone(bytes, inLine) ? inside : NONE;
    }

    /** What begins at the position, where something has to: behind a document, in the same line. */
    static DocumentStart ofMore(FileBytes bytes) throws IOException {
        return switch (bytes.peek(0)) {
            case '[' -> ARRAY;
            case '{' -> inside(bytes, 0);
            default -> NONE;
        };
    }

    /** What the object is whose bracket is so far ahead: its first field tells. */
    private static DocumentStart inside(FileBytes bytes, int bracket) throws IOException {
        int quote = past(bytes, bracket + 1, true);
        if (bytes.peek(quote) != '"') {
            return NONE;
        }
        return isOneOf(ANSWER, bytes, quote + 1) || isOneOf(EXPORT, bytes, quote + 1) ? CONTAINER : UPDATE;
    }

    /** Whether an answer begins at the position. */
    static boolean isAnswer(FileBytes bytes) throws IOException {
        int quote = past(bytes, 1, true);
        return bytes.peek(0) == '{' && bytes.peek(quote) == '"' && isOneOf(ANSWER, bytes, quote + 1);
    }

    private static boolean isOneOf(List<byte[]> names, FileBytes bytes, int from) throws IOException {
        for (byte[] name : names) {
            if (isAhead(name, bytes, from)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAhead(byte[] text, FileBytes bytes, int from) throws IOException {
        for (int i = 0; i < text.length; i++) {
            if (bytes.peek(from + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a line has an {@code update_id} and nothing else, and the next one a field: the Bot API's server ends a line
     * there.
     */
    private static boolean isUpdateIdAlone(FileBytes bytes, int quote) throws IOException {
        if (!isAhead(UPDATE_ID, bytes, quote)) {
            return false;
        }
        int at = past(bytes, quote + UPDATE_ID.length, false);
        while (bytes.peek(at) >= '0' && bytes.peek(at) <= '9' && at < FURTHEST) {
            at++;
        }
        if (bytes.peek(at) != ',') {
            return false;
        }
        at = past(bytes, at + 1, false);
        return bytes.peek(at) == '\n' && bytes.peek(past(bytes, at, true)) == '"';
    }

    private static int past(FileBytes bytes, int from, boolean linesToo) throws IOException {
        int at = from;
        while (at < FURTHEST && JsonScanner.isSpace(bytes.peek(at)) && (linesToo || bytes.peek(at) != '\n')) {
            at++;
        }
        return at;
    }
}
