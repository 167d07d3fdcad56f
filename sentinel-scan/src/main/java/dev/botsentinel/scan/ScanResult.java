package dev.botsentinel.scan;

import java.util.List;

/**
 * What a scan found.
 *
 * @param findings by path, line and column
 * @param files how many files were read
 * @param skipped what could not be looked at and why, {@code path: reason}; binary files aren't among them
 */
public record ScanResult(List<Finding> findings, int files, List<String> skipped) {

    /** Copies the lists. */
    public ScanResult {
        findings = List.copyOf(findings);
        skipped = List.copyOf(skipped);
    }

    /** The same without the findings that a baseline knows. */
    public ScanResult without(Baseline baseline) {
        return new ScanResult(
                findings.stream().filter(it -> !baseline.knows(it)).toList(), files, skipped);
    }
}
