package dev.botsentinel.spring;

import dev.botsentinel.policy.PolicyException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows at start all that is wrong with a policy made of annotations and beans. */
final class PolicyFailureAnalyzer extends AbstractFailureAnalyzer<PolicyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PolicyException cause) {
        return new FailureAnalysis(
                "The policy has errors:\n\n" + cause.getMessage(),
                "Correct the annotations, properties or beans named above.",
                cause);
    }
}
