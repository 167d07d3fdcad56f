package dev.botsentinel.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds a member of the outermost object in bytes that {@link JsonSyntax} has found to be one. Looks no further than the member: Telegram's
 * {@code update_id} stands first.
 */
final class JsonMember {

    private JsonMember() {}

    /** The value of the first member of this name, as it stands there, with quotes if it is a text; null if there is none. */
    static @Nullable String find(byte[] json, String name) {
        byte[] wanted = ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
        int depth = 0;
        for (int i = 0; i < json.length; i++) {
            switch (json[i]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> {
                    int end = endOfString(json, i);
                    int value = depth == 1 && is(json, i, end, wanted) ? afterColon(json, end) : -1;
                    if (value >= 0) {
                        return value(json, value);
                    }
                    i = end - 1;
                }
                default -> {}
            }
        }
        return null;
    }

    private static boolean is(byte[] json, int start, int end, byte[] wanted) {
        return Arrays.equals(json, start, end, wanted, 0, wanted.length);
    }

    /** Where the value begins; -1 if the text was no name. */
    private static int afterColon(byte[] json, int end) {
        int colon = skipSpace(json, end);
        return json[colon] == ':' ? skipSpace(json, colon + 1) : -1;
    }

    private static @Nullable String value(byte[] json, int start) {
        if (json[start] == '{' || json[start] == '[') {
            return null;
        }
        int end = json[start] == '"' ? endOfString(json, start) : endOfWord(json, start);
        return new String(json, start, end - start, StandardCharsets.UTF_8);
    }

    private static int endOfWord(byte[] json, int start) {
        int end = start;
        while (json[end] != ',' && json[end] != '}' && json[end] > ' ') {
            end++;
        }
        return end;
    }

    /** The place after the closing quote. */
    private static int endOfString(byte[] json, int start) {
        int end = start + 1;
        while (json[end] != '"') {
            end += json[end] == '\\' ? 2 : 1;
        }
        return end + 1;
    }

    private static int skipSpace(byte[] json, int from) {
        int at = from;
        while (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t') {
            at++;
        }
        return at;
    }
}
