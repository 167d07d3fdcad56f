package dev.botsentinel.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the name that somebody meant, by edit distance (Levenshtein, case ignored). Stateless. */
public final class DidYouMean {

    /** Names longer than this are nobody's typo; it bounds the quadratic cost. */
    private static final int LONGEST = 64;

    private DidYouMean() {}

    /** The nearest of the valid names, if it is near: at most a third of the letters differ, and at least one is right. */
    public static Optional<String> nearest(String name, Collection<String> valid) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        return valid.stream()
                .filter(candidate -> candidate.length() <= LONGEST)
                .filter(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT))
                        <= Math.max(1, Math.max(name.length(), candidate.length()) / 3))
                .filter(candidate -> name.length() > 1 || candidate.equalsIgnoreCase(name))
                .min(Comparator.<String>comparingInt(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** What to say after "unknown …": the nearest valid name, else all of them. */
    public static String hint(String name, Collection<String> valid) {
        Optional<String> nearest = nearest(name, valid);
        if (nearest.isPresent()) {
            return "did you mean '" + nearest.get() + "'?";
        }
        return valid.isEmpty()
                ? "there are none"
                : "there are: " + valid.stream().sorted().limit(20).collect(Collectors.joining(", "));
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
