package dev.botsentinel.cli;

import dev.botsentinel.policy.PolicySet;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The policy of a running bot, by which its limits are found. */
final class PolicyOption {

    @Option(names = "--policy", paramLabel = "P.yml", required = true, description = "The bot's policy.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    /** @throws CommandFailure with a line for each error of the file */
    PolicySet read() {
        return PolicySource.read(file).policy();
    }
}
