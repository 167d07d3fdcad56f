package dev.botsentinel.policy.file;

import dev.botsentinel.policy.PolicySet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a policy file when it was read for one platform. Immutable.
 *
 * @param file the file's name, as lines give it
 * @param policy the policy; null if there are errors
 * @param errors what is wrong, sorted by position
 * @param warnings what can never have an effect on the platform, sorted by position
 */
public record PolicyFileReview(
        String file, @Nullable PolicySet policy, List<PolicyError> errors, List<PolicyWarning> warnings) {

    private record Line(PolicyError at, String text) {}

    public PolicyFileReview {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /** The same review with each warning as an error. */
    public PolicyFileReview strict() {
        List<PolicyError> all = Stream.concat(errors.stream(), warnings.stream().map(PolicyWarning::asError))
                .sorted(ErrorReport.POSITION)
                .toList();
        return new PolicyFileReview(file, all.isEmpty() ? policy : null, all, List.of());
    }

    /** Errors and warnings as tools and editors read them, one line each, sorted by position. */
    public List<String> lines() {
        return Stream.concat(
                        errors.stream().map(error -> new Line(error, error.in(file))),
                        warnings.stream().map(warning -> new Line(warning.asError(), warning.in(file))))
                .sorted(Comparator.comparing(Line::at, ErrorReport.POSITION))
                .map(Line::text)
                .toList();
    }
}
