package dev.botsentinel.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command can't do what was asked: what to tell the user, and the exit status. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<String> lines;

    private CommandFailure(int status, List<String> lines, @Nullable Throwable cause) {
        super(String.join("\n", lines), cause);
        this.status = status;
        this.lines = List.copyOf(lines);
    }

    /** What the user gave is at fault. */
    static CommandFailure ofInput(String line) {
        return ofInput(List.of(line));
    }

    /** What the user gave is at fault, in several places. */
    static CommandFailure ofInput(List<String> lines) {
        return new CommandFailure(ExitStatus.BAD_INPUT, lines, null);
    }

    /** A file that the user named can't be opened. */
    static CommandFailure ofFile(String file, IOException cause) {
        return new CommandFailure(ExitStatus.BAD_INPUT, List.of(file + ": " + reason(cause)), cause);
    }

    /** Something broke on the way. */
    static CommandFailure unexpected(String line) {
        return new CommandFailure(ExitStatus.UNEXPECTED, List.of(line), null);
    }

    /** Something broke on the way. */
    static CommandFailure unexpected(String line, Throwable cause) {
        return new CommandFailure(ExitStatus.UNEXPECTED, List.of(line), cause);
    }

    int status() {
        return status;
    }

    /** What to print on standard error. */
    List<String> lines() {
        return lines;
    }

    /** What happened, without the file's name. */
    static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is no such file or directory; check the path";
        }
        if (cause instanceof AccessDeniedException) {
            return "access denied; check the permissions";
        }
        String reason = cause instanceof FileSystemException detailed ? detailed.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }
}
