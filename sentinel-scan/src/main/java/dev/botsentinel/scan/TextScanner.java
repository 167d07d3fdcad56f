package dev.botsentinel.scan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;

/** Finds secrets in one text. Thread-safe. */
public final class TextScanner {

    /** On a line with this word nothing is reported: for what looks like a secret and was looked at. */
    public static final String ALLOWED = "sentinel-scan:allow";

    private static final int FINGERPRINT_BYTES = 16;

    private TextScanner() {}

    /**
     * The findings, in the order of the text.
     *
     * @param path for the findings
     */
    public static List<Finding> scan(String path, String text) {
        List<Finding> findings = new ArrayList<>();
        LineIndex lines = null;
        String lower = text.toLowerCase(Locale.ROOT);
        for (SecretKind kind : SecretKind.values()) {
            if (!kind.mayBeIn(text, lower)) {
                continue;
            }
            Matcher matcher = kind.matcher(text);
            while (matcher.find()) {
                Candidate candidate = new Candidate(text, matcher);
                if (kind.isSecret(candidate) && !candidate.onLine(ALLOWED)) {
                    lines = lines == null ? new LineIndex(text) : lines;
                    findings.add(finding(kind, path, candidate, lines));
                }
            }
        }
        findings.sort(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column));
        return findings;
    }

    private static Finding finding(SecretKind kind, String path, Candidate candidate, LineIndex lines) {
        int start = candidate.match().start();
        int line = lines.lineOf(start);
        int end = Math.min(candidate.match().end(), lines.endOf(line));
        return new Finding(
                kind,
                path,
                line,
                start - lines.startOf(line) + 1,
                end - lines.startOf(line) + 1,
                fingerprint(kind, path, candidate.match().group()));
    }

    private static String fingerprint(SecretKind kind, String path, String secret) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(kind.id(), path, secret)) {
                hash.update(part.getBytes(StandardCharsets.UTF_8));
                hash.update((byte) 0);
            }
            return HexFormat.of().formatHex(hash.digest(), 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
