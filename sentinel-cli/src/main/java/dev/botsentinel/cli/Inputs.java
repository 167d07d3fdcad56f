package dev.botsentinel.cli;

import dev.botsentinel.policy.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that a command reads. */
final class Inputs {

    private Inputs() {}

    /** The file as messages name it: as the user gave it. */
    static String name(Path file) {
        return Quote.escape(file.toString());
    }

    /** The file without its directories. */
    static String fileName(Path file) {
        Path last = file.getFileName();
        return Quote.escape(last == null ? file.toString() : last.toString());
    }

    /** @throws CommandFailure if the file isn't there or may not be read */
    static InputStream open(Path file) {
        if (Files.isDirectory(file)) {
            throw CommandFailure.ofInput(name(file) + ": is a directory; name a file in it");
        }
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw CommandFailure.ofFile(name(file), e);
        }
    }

    /** How many bytes the file has; 0 if nobody knows, as of a pipe. */
    static long length(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Whether an output would overwrite another file of the command; it may not be there yet. */
    static boolean isSame(Path input, Path output) {
        try {
            if (!Files.exists(output)) {
                return input.toAbsolutePath()
                        .normalize()
                        .equals(output.toAbsolutePath().normalize());
            }
            return Files.isRegularFile(output) && Files.isSameFile(input, output);
        } catch (IOException e) {
            return false;
        }
    }
}
