package dev.botsentinel.scan;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Findings that are known and accepted: a text file, a fingerprint a line, with a comment after {@code #}. Has no secret in it. Immutable.
 */
public final class Baseline {

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{32}");

    private final Set<String> fingerprints;

    private Baseline(Set<String> fingerprints) {
        this.fingerprints = Set.copyOf(fingerprints);
    }

    /** Knows nothing. */
    public static Baseline empty() {
        return new Baseline(Set.of());
    }

    /**
     * Reads a baseline.
     *
     * @throws IllegalArgumentException if a line is no fingerprint; the message says which
     */
    public static Baseline parse(String text) {
        Set<String> fingerprints = new TreeSet<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String bare = line.replaceFirst("#.*", "").strip();
            if (!bare.isEmpty()) {
                if (!FINGERPRINT.matcher(bare).matches()) {
                    throw new IllegalArgumentException(
                            "line " + number
                                    + " of the baseline is no fingerprint of 32 hexadecimal digits; write it by --write-baseline");
                }
                fingerprints.add(bare);
            }
        }
        return new Baseline(fingerprints);
    }

    /** The text of a baseline that knows these findings. */
    public static String text(List<Finding> findings) {
        return findings.stream()
                .map(it -> String.format(
                        Locale.ROOT, "%s # %s %s%n", it.fingerprint(), it.kind().id(), oneLine(it.path())))
                .sorted()
                .distinct()
                .collect(Collectors.joining(
                        "", "# Accepted findings of sentinel scan. Each was looked at and is no secret.\n", ""))
                .replace("\r\n", "\n");
    }

    private static String oneLine(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }

    boolean knows(Finding finding) {
        return fingerprints.contains(finding.fingerprint());
    }
}
