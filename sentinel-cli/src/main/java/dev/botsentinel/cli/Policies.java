package dev.botsentinel.cli;

import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.policy.file.PolicyFileException;
import java.nio.file.Path;

/** Reads policies for commands. */
final class Policies {

    private Policies() {}

    /** @throws CommandFailure with a line for each error of the file */
    static PolicySet read(Path file) {
        try {
            return PolicyFile.read(file);
        } catch (PolicyFileException e) {
            throw CommandFailure.ofInput(e.lines());
        }
    }
}
