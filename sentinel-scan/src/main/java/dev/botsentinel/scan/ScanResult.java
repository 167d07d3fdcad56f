package dev.botsentinel.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** Both, without findings of the other that this one has. */
    public ScanResult and(ScanResult other) {
        Set<String> own = findings.stream().map(Finding::fingerprint).collect(Collectors.toSet());
        List<Finding> all = new ArrayList<>(findings);
        other.findings.stream().filter(it -> own.add(it.fingerprint())).forEach(all::add);
        List<String> allSkipped = new ArrayList<>(skipped);
        allSkipped.addAll(other.skipped);
        return new ScanResult(all, files + other.files, allSkipped);
    }

    /** The same without the findings that a baseline knows. */
    public ScanResult without(Baseline baseline) {
        return new ScanResult(
                findings.stream().filter(it -> !baseline.knows(it)).toList(), files, skipped);
    }
}
