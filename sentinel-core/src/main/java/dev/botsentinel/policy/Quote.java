package dev.botsentinel.policy;

/** Puts somebody's text into a message: cut to 60 characters, on one line, with nothing in it that a terminal obeys. */
public final class Quote {

    private static final int LONGEST = 60;

    private Quote() {}

    /** The text in single quotes. */
    public static String of(String text) {
        return "'" + bare(text) + "'";
    }

    /** The text without quotes. */
    public static String bare(String text) {
        boolean whole = text.length() <= LONGEST || text.codePointCount(0, text.length()) <= LONGEST;
        return whole ? escape(text) : escape(text.substring(0, text.offsetByCodePoints(0, LONGEST))) + "…";
    }

    /** The whole text on one line: control and format characters and halves of surrogate pairs escaped as in YAML. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> append(escaped, c));
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, int c) {
        switch (c) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
                if (!mustBeEscaped(c)) {
                    escaped.appendCodePoint(c);
                } else if (c <= 0xFF) {
                    escaped.append(String.format("\\x%02X", c));
                } else {
                    escaped.append(String.format(c <= 0xFFFF ? "\\u%04X" : "\\U%08X", c));
                }
            }
        }
    }

    private static boolean mustBeEscaped(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
