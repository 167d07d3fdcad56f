package dev.botsentinel.policy;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the name that somebody meant, by edit distance: letters missing, too many, wrong or two swapped; case ignored
 * (optimal string alignment, see <a href="https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance">Damerau and
 * Levenshtein</a>). Stateless.
 */
public final class DidYouMean {

    /** Names longer than this are nobody's typo; it bounds the quadratic cost. */
    private static final int LONGEST = 64;

    /** A policy may come from a stranger: no more names than these are compared, nor listed. */
    private static final int MOST = 1000;

    private static final int LISTED = 20;

    private DidYouMean() {}

    /** The nearest of the valid names, if it is near: at most half of the letters differ, and at least one is right. */
    public static Optional<String> nearest(String name, Collection<String> valid) {
        return byDistance(name, valid)
                .filter(candidate -> candidate.isNear(name))
                .findFirst()
                .map(Candidate::name);
    }

    /** What to say after "unknown …": the nearest valid name, else all of them, or the twenty nearest. */
    public static String hint(String name, Collection<String> valid) {
        Optional<String> nearest = nearest(name, valid);
        if (nearest.isPresent()) {
            return "did you mean " + Quote.of(nearest.get()) + "?";
        }
        if (valid.isEmpty()) {
            return "there are none";
        }
        return byDistance(name, valid)
                .limit(LISTED)
                .map(Candidate::name)
                .sorted()
                .map(Quote::bare)
                .collect(Collectors.joining(", ", "there are: ", valid.size() > LISTED ? ", …" : ""));
    }

    private static Stream<Candidate> byDistance(String name, Collection<String> valid) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return valid.stream()
                .limit(MOST)
                .map(candidate -> new Candidate(candidate, distance(wanted, candidate)))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name));
    }

    private record Candidate(String name, int distance) {

        boolean isNear(String wanted) {
            return distance <= mostFaults(wanted, name) && (wanted.length() > 1 || distance == 0);
        }
    }

    private static int mostFaults(String wanted, String candidate) {
        return Math.max(1, Math.max(wanted.length(), candidate.length()) / 2);
    }

    /** The edit distance; any that is too far may be answered with too much. */
    private static int distance(String wanted, String candidate) {
        boolean tooLong = Math.max(wanted.length(), candidate.length()) > LONGEST;
        if (tooLong || Math.abs(candidate.length() - wanted.length()) > mostFaults(wanted, candidate)) {
            return Integer.MAX_VALUE;
        }
        return aligned(wanted, candidate.toLowerCase(Locale.ROOT));
    }

    private static int aligned(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        Arrays.setAll(last, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }
        return last[b.length()];
    }
}
