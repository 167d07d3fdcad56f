package dev.botsentinel.scan;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;

/** A match and the text around it. */
final class Candidate {

    /** Before and after the match, in characters: about two lines of code. */
    private static final int NEARBY = 160;

    private final String text;
    private final Matcher matcher;

    Candidate(String text, Matcher matcher) {
        this.text = text;
        this.matcher = matcher;
    }

    MatchResult match() {
        return matcher;
    }

    String secret() {
        return matcher.group("secret");
    }

    String group(String name) {
        return matcher.group(name);
    }

    /** Whether one of these words, in lower case, is near. */
    boolean nearby(String... words) {
        int start = Math.max(0, matcher.start() - NEARBY);
        int end = Math.min(text.length(), matcher.end() + NEARBY);
        return contains(start, end, words);
    }

    /** Whether the word is on the same line, at most so far away. */
    boolean onLine(String word) {
        int start = Math.max(text.lastIndexOf('\n', matcher.start()) + 1, matcher.start() - NEARBY);
        int line = text.indexOf('\n', matcher.end());
        int end = Math.min(line < 0 ? text.length() : line, matcher.end() + NEARBY);
        return contains(start, end, word);
    }

    /** Without the match itself, in which anything may stand by chance. */
    private boolean contains(int start, int end, String... words) {
        String before = text.substring(start, matcher.start()).toLowerCase(Locale.ROOT);
        String after = text.substring(matcher.end(), end).toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (before.contains(word) || after.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
