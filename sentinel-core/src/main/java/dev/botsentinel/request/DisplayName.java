package dev.botsentinel.request;

/**
 * What a user calls itself, fit to be shown or written down: one line of at most {@value #MAX_LENGTH} characters, without
 * control and format characters, so that nobody's name breaks a log line or turns the text beside it around. Still a
 * stranger's text: escape it for HTML and the like. Immutable.
 *
 * <p>White space of any kind becomes single spaces. Of format characters only the two joiners stay, which emoji and some
 * scripts are written with; bidirectional marks, invisible letters and lone surrogates go. Letters aren't normalised: two
 * names that look alike may differ.
 *
 * @param text the name; cleaned when the record is made
 */
public record DisplayName(String text) {

    /** The longest name, in UTF-16 characters: that of a Telegram first name. */
    public static final int MAX_LENGTH = 64;

    /** No name. */
    public static final DisplayName NONE = new DisplayName("");

    /** Nobody's name starts later than this; it bounds the cost of a hostile one. */
    private static final int MOST_EXAMINED = 1024;

    /** Letters and a symbol by category, white to the eye: Hangul fillers, an empty Braille cell. */
    private static final String BLANK_LETTERS = "\u115F\u1160\u2800\u3164\uFFA0";

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    public DisplayName {
        text = cleaned(text);
    }

    /** The name that this text makes, perhaps {@link #NONE}. */
    public static DisplayName of(String text) {
        return new DisplayName(text);
    }

    /** Whether nothing is left to be shown. */
    public boolean isNone() {
        return text.isEmpty();
    }

    private static String cleaned(String raw) {
        StringBuilder clean = new StringBuilder(Math.min(raw.length(), MAX_LENGTH));
        boolean space = false;
        int end = Math.min(raw.length(), MOST_EXAMINED);
        for (int at = 0; at < end; ) {
            int letter = raw.codePointAt(at);
            at += Character.charCount(letter);
            if (isSpace(letter)) {
                space = !clean.isEmpty();
            } else if (isShown(letter)) {
                if (clean.length() + Character.charCount(letter) + (space ? 1 : 0) > MAX_LENGTH) {
                    break;
                }
                clean.append(space ? " " : "").appendCodePoint(letter);
                space = false;
            }
        }
        return isVisible(clean) ? clean.toString() : "";
    }

    private static boolean isSpace(int letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter) || BLANK_LETTERS.indexOf(letter) >= 0;
    }

    private static boolean isShown(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> false;
            case Character.FORMAT -> isJoiner(letter);
            default -> true;
        };
    }

    private static boolean isJoiner(int letter) {
        return letter == ZERO_WIDTH_JOINER || letter == ZERO_WIDTH_NON_JOINER;
    }

    private static boolean isVisible(StringBuilder clean) {
        return clean.codePoints().anyMatch(letter -> !isJoiner(letter) && letter != ' ');
    }
}
