package dev.botsentinel.audit;

import org.jspecify.annotations.Nullable;

/**
 * One flat JSON object on one line of plain ASCII. Whatever the values say, nothing in the line ends it, hides in it or
 * means something to whoever shows it: only letters, digits and harmless punctuation stand for themselves, every other
 * UTF-16 character is an escape, halves of surrogate pairs included, so that a parser reads back exactly what was
 * written. Not thread-safe.
 *
 * <p>Own code and no library: core would bring a JSON library to every bot for this one flat object.
 */
final class JsonLine {

    /** The most characters of a text that are written; longer ones are cut and end in an ellipsis. */
    static final int MAX_TEXT_LENGTH = 256;

    /**
     * Printable ASCII that is escaped all the same: {@code "} and the backslash end or change a JSON string, {@code <>&}
     * mean something to a browser that shows logs, {@code $} to loggers that look names up.
     */
    private static final String ESCAPED = "\"\\<>&$";

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder line = new StringBuilder(256).append('{');

    /** Adds a text; nothing if it is null. Keys are the programmer's and written as they are. */
    JsonLine text(String key, @Nullable String value) {
        if (value != null) {
            key(key).append('"');
            int end = end(value);
            for (int i = 0; i < end; i++) {
                append(value.charAt(i));
            }
            line.append(end < value.length() ? "\\u2026\"" : "\"");
        }
        return this;
    }

    /** Adds a whole number. */
    JsonLine number(String key, long value) {
        key(key).append(value);
        return this;
    }

    /** The whole line, without a line end. */
    String end() {
        return line.append('}').toString();
    }

    private StringBuilder key(String key) {
        if (line.length() > 1) {
            line.append(',');
        }
        return line.append('"').append(key).append("\":");
    }

    private static int end(String value) {
        if (value.length() <= MAX_TEXT_LENGTH) {
            return value.length();
        }
        boolean inPair = Character.isHighSurrogate(value.charAt(MAX_TEXT_LENGTH - 1))
                && Character.isLowSurrogate(value.charAt(MAX_TEXT_LENGTH));
        return inPair ? MAX_TEXT_LENGTH - 1 : MAX_TEXT_LENGTH;
    }

    private void append(char c) {
        if (c >= ' ' && c <= '~' && ESCAPED.indexOf(c) < 0) {
            line.append(c);
        } else {
            line.append("\\u")
                    .append(HEX[c >> 12])
                    .append(HEX[c >> 8 & 0xF])
                    .append(HEX[c >> 4 & 0xF])
                    .append(HEX[c & 0xF]);
        }
    }
}
