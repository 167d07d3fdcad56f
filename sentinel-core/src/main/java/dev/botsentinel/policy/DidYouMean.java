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

    /** A policy may come from a stranger: no more names than these are compared, nor listed. */
    private static final int MOST = 1000;

    private static final int LISTED = 20;

    private DidYouMean() {}

    /** The nearest of the valid names, if it is near: at most a third of the letters differ, and at least one is right. */
    public static Optional<String> nearest(String name, Collection<String> valid) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return Optional.empty();
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        return valid.stream()
                .limit(MOST)
                .map(candidate -> new Candidate(candidate, distance(wanted, candidate)))
                .filter(candidate -> candidate.isNear(wanted))
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** What to say after "unknown …": the nearest valid name, else all of them. */
    public static String hint(String name, Collection<String> valid) {
        Optional<String> nearest = nearest(name, valid);
        if (nearest.isPresent()) {
            return "did you mean " + Quote.of(nearest.get()) + "?";
        }
        if (valid.isEmpty()) {
            return "there are none";
        }
        String some = valid.stream()
                .limit(MOST)
                .sorted()
                .limit(LISTED)
                .map(Quote::bare)
                .collect(Collectors.joining(", "));
        return "there are: " + some + (valid.size() > LISTED ? ", …" : "");
    }

    private record Candidate(String name, int distance) {

        boolean isNear(String wanted) {
            return distance <= mostFaults(wanted, name) && (wanted.length() > 1 || distance == 0);
        }
    }

    private static int mostFaults(String wanted, String candidate) {
        return Math.max(1, Math.max(wanted.length(), candidate.length()) / 3);
    }

    /** The edit distance; any that is too far may be answered with too much. */
    private static int distance(String wanted, String candidate) {
        if (candidate.length() > LONGEST
                || Math.abs(candidate.length() - wanted.length()) > mostFaults(wanted, candidate)) {
            return Integer.MAX_VALUE;
        }
        return levenshtein(wanted, candidate.toLowerCase(Locale.ROOT));
    }

    private static int levenshtein(String a, String b) {
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
