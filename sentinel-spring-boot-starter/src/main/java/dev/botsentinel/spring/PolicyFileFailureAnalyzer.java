package dev.botsentinel.spring;

import dev.botsentinel.policy.file.PolicyFileException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows all errors of a policy file at start, each with its line and column. */
final class PolicyFileFailureAnalyzer extends AbstractFailureAnalyzer<PolicyFileException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PolicyFileException cause) {
        return new FailureAnalysis(
                "The policy file has errors:\n\n" + cause.getMessage(),
                "Correct them. 'sentinel validate " + cause.file()
                        + "' checks the file without starting the application.",
                cause);
    }
}
