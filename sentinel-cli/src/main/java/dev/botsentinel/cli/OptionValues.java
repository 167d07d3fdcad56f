package dev.botsentinel.cli;

import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.PolicyException;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Values of options that are written as a policy writes them. */
final class OptionValues {

    private OptionValues() {}

    /** @throws ParameterException if it is no duration; it says what one is */
    static Duration duration(CommandSpec command, String option, String text) {
        try {
            return Durations.parse(option, text);
        } catch (PolicyException e) {
            throw new ParameterException(
                    command.commandLine(), e.problems().get(0).message());
        }
    }
}
