package dev.botsentinel.cli;

import dev.botsentinel.policy.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that a command reads. */
final class Inputs {

    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

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

    /**
     * A recording: a file, or a directory, whose {@code .jsonl} files follow each other in the order of their names.
     *
     * @throws CommandFailure if it isn't there or may not be read
     */
    static InputStream openRecording(Path path) {
        if (!Files.isDirectory(path)) {
            return open(path);
        }
        try {
            List<Path> files = JoinedFiles.in(path);
            if (files.isEmpty()) {
                throw CommandFailure.ofInput(name(path) + ": is a directory without .jsonl files; name a recording");
            }
            return new SequenceInputStream(JoinedFiles.of(files));
        } catch (IOException e) {
            throw CommandFailure.ofFile(name(path), e);
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

    /**
     * Whether an output would overwrite another file of the command, by whichever links the two are named. Either may not be there
     * yet. What is no file, as a terminal, can take both.
     */
    static boolean isSame(Path input, Path output) {
        try {
            boolean canTakeBoth = Files.exists(output) && !Files.isRegularFile(output);
            return !canTakeBoth && resolved(input, MOST_LINKS).equals(resolved(output, MOST_LINKS));
        } catch (IOException e) {
            return false;
        }
    }

    /** Where a file is or would be made, without links. */
    private static Path resolved(Path file, int links) throws IOException {
        Path absolute = file.toAbsolutePath();
        if (Files.exists(absolute)) {
            return absolute.toRealPath();
        }
        if (links > 0 && Files.isSymbolicLink(absolute)) {
            return resolved(absolute.resolveSibling(Files.readSymbolicLink(absolute)), links - 1);
        }
        Path name = absolute.getFileName();
        Path parent = absolute.getParent();
        return name == null || parent == null || !Files.exists(parent)
                ? absolute.normalize()
                : parent.toRealPath().resolve(name).normalize();
    }
}
