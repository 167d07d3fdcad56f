package dev.botsentinel.redaction;

/** At least 6 digits, a colon as it is or encoded, and at least 30 token characters. */
final class TelegramShape implements TokenShape {

    private static final int FEWEST_DIGITS = 6;
    private static final int SHORTEST_SECRET = 30;

    /** As it is; percent-encoded once and twice; as JSON escapes it. */
    private static final String[] COLONS = {":", "%3A", "%3a", "%253A", "%253a", "\\u003a", "\\u003A"};

    @Override
    public int find(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == ':' || c == '%' || c == '\\') && i > 0 && isDigit(text.charAt(i - 1))) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public long secretAt(String text, int trigger) {
        int start = afterColon(text, trigger);
        if (start < 0 || !hasDigitsBefore(text, trigger)) {
            return NONE;
        }
        int end = TokenShape.endOfRun(text, start, "_-%");
        return end - start >= SHORTEST_SECRET ? TokenShape.range(start, end) : NONE;
    }

    private static int afterColon(String text, int at) {
        for (String colon : COLONS) {
            if (text.startsWith(colon, at)) {
                return at + colon.length();
            }
        }
        return -1;
    }

    private static boolean hasDigitsBefore(String text, int at) {
        for (int i = at - FEWEST_DIGITS; i < at; i++) {
            if (i < 0 || !isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
