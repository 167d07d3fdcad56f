package dev.botsentinel.cli;

import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.telegram.BotNames;
import java.time.Duration;
import java.util.List;
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

    /** @throws ParameterException if it is less than one */
    static void positive(CommandSpec command, String option, long number) {
        if (number < 1) {
            throw new ParameterException(command.commandLine(), option + " is " + number + ", but must be 1 or more");
        }
    }

    /** @throws ParameterException if one is no name of a bot */
    static BotNames botNames(CommandSpec command, List<String> names) {
        try {
            return BotNames.of(names);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--bot: " + e.getMessage());
        }
    }
}
