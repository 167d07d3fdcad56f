package dev.botsentinel.telegram;

/** Text that can be written as UTF-8. JSON can escape half a surrogate pair, which no encoding carries. */
final class Unicode {

    private static final char REPLACEMENT = '\uFFFD';

    private Unicode() {}

    /** The text with U+FFFD in place of each lone surrogate; the same object if there is none. */
    static String wellFormed(String text) {
        int lone = loneSurrogate(text, 0);
        if (lone < 0) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text);
        for (int at = lone; at >= 0; at = loneSurrogate(text, at + 1)) {
            repaired.setCharAt(at, REPLACEMENT);
        }
        return repaired.toString();
    }

    /** The first one from here on; -1 if there is none. */
    private static int loneSurrogate(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            char unit = text.charAt(at);
            if (Character.isSurrogate(unit)) {
                boolean pair = at + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(at + 1));
                if (!pair) {
                    return at;
                }
                at++;
            }
        }
        return -1;
    }
}
