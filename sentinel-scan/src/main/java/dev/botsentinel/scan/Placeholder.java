package dev.botsentinel.scan;

import java.util.List;
import java.util.Locale;

/** What documentation puts where a secret belongs. A random secret looks like one in fewer than one of a million cases. */
final class Placeholder {

    private static final List<String> WORDS = List.of(
            "example",
            "placeholder",
            "changeme",
            "change-me",
            "change_me",
            "your-",
            "your_",
            "yourtoken",
            "dummy",
            "redacted",
            "xxxx",
            "sample",
            "insert",
            "replace",
            "fake");

    private static final int LONGEST_REPEAT = 5;
    private static final int LONGEST_SEQUENCE = 6;

    private Placeholder() {}

    static boolean is(String secret) {
        String lower = secret.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(lower::contains)
                || run(lower, 0) >= LONGEST_REPEAT
                || run(lower, 1) >= LONGEST_SEQUENCE;
    }

    /** The longest run in which each character is the one before plus this step: {@code aaaa} or {@code abcd}. */
    private static int run(String text, int step) {
        int longest = 1;
        int current = 1;
        for (int i = 1; i < text.length(); i++) {
            current = text.charAt(i) - text.charAt(i - 1) == step ? current + 1 : 1;
            longest = Math.max(longest, current);
        }
        return longest;
    }
}
