package dev.botsentinel.redaction;

/**
 * Three parts with dots between. The first is the bot's id, digits in Base64, which begins with {@code M}, {@code N} or {@code O};
 * class names in stack traces look similar and aren't digits.
 */
final class DiscordShape implements TokenShape {

    /** Of 17 to 20 digits in Base64 without padding. */
    private static final int[] ID_LENGTHS = {23, 24, 26, 27};

    private static final int SHORTEST_ID = 23;
    private static final int SHORTEST_TIME = 4;
    private static final int LONGEST_TIME = 12;
    private static final int SHORTEST_SECRET = 24;

    @Override
    public int find(String text, int from) {
        int dot = text.indexOf('.', from);
        while (dot >= 0 && dot < SHORTEST_ID) {
            dot = text.indexOf('.', dot + 1);
        }
        return dot;
    }

    @Override
    public long secretAt(String text, int trigger) {
        if (!hasIdBefore(text, trigger)) {
            return NONE;
        }
        int dot = TokenShape.endOfRun(text, trigger + 1, "_-");
        int time = dot - trigger - 1;
        if (time < SHORTEST_TIME || time > LONGEST_TIME || dot >= text.length() || text.charAt(dot) != '.') {
            return NONE;
        }
        int end = TokenShape.endOfRun(text, dot + 1, "_-");
        return end - dot - 1 >= SHORTEST_SECRET ? TokenShape.range(trigger + 1, end) : NONE;
    }

    private static boolean hasIdBefore(String text, int end) {
        for (int length : ID_LENGTHS) {
            if (end >= length && isDigitsInBase64(text, end - length, end)) {
                return true;
            }
        }
        return false;
    }

    /** Of four characters of Base64 that stand for three digits the first is M, N or O, the second D, T, j or z. */
    private static boolean isDigitsInBase64(String text, int start, int end) {
        for (int i = start; i + 3 < end; i += 4) {
            if ("MNO".indexOf(text.charAt(i)) < 0 || "DTjz".indexOf(text.charAt(i + 1)) < 0) {
                return false;
            }
        }
        return true;
    }
}
