package dev.botsentinel.scan;

/** What a text has to have for a kind of secret to be in it at all. Costs a fraction of the search, and spares most texts that. */
@FunctionalInterface
interface Hint {

    /** Fewer than a Telegram bot's id has. */
    int FEWEST_DIGITS = 8;

    /** Fewer than a Discord bot's id has in Base64. */
    int SHORTEST_WORD = 23;

    int GROUP = 16;

    /** Looks at the text as it is and in lower case. */
    boolean isIn(String text, String lower);

    /** One of these, as they are. */
    static Hint any(String... parts) {
        return (text, lower) -> {
            for (String part : parts) {
                if (text.contains(part)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** All of these, in whichever case. */
    static Hint allWords(String... words) {
        return (text, lower) -> {
            for (String word : words) {
                if (!lower.contains(word)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** A colon, or its percent sign, after enough digits. */
    static boolean digitsAndColon(String text, String lower) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (digits >= FEWEST_DIGITS && (c == ':' || c == '%')) {
                return true;
            } else {
                digits = 0;
            }
        }
        return false;
    }

    /** A dot after a long word. */
    static boolean longWordAndDot(String text, String lower) {
        return wordBefore('.', SHORTEST_WORD, text);
    }

    /** A hyphen after a word of 16. */
    static boolean threeGroups(String text, String lower) {
        return (lower.contains("viber") || lower.contains("auth")) && wordBefore('-', GROUP, text);
    }

    private static boolean wordBefore(char end, int length, String text) {
        int word = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
                word++;
            } else if (c == end && word >= length) {
                return true;
            } else {
                word = 0;
            }
        }
        return false;
    }
}
