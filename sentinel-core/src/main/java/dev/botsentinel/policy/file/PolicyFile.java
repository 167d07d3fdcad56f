package dev.botsentinel.policy.file;

import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads policy files: YAML 1.2, UTF-8, at most 1 MiB. All of a file's errors are told at once, each with its line and
 * column; nothing is loaded from a file with an error. Stateless and thread-safe; reading blocks. A file is data to it,
 * never code: hostile ones end in an error, soon and in little memory.
 *
 * <pre>{@code
 * PolicySet policy = PolicyFile.read(Path.of("policy.yml"));
 * }</pre>
 *
 * @see PolicyWatcher
 */
public final class PolicyFile {

    private PolicyFile() {}

    /**
     * The policy in this file.
     *
     * @throws PolicyFileException with all that is wrong with the file; also if it isn't there or can't be read
     */
    public static PolicySet read(Path file) {
        return parse(file.toString(), bytes(file));
    }

    /**
     * The policy in this text.
     *
     * @param name what to call the text in errors
     * @throws PolicyFileException with all that is wrong with the text
     */
    public static PolicySet parse(String name, String yaml) {
        return parse(name, () -> PolicyText.check(yaml));
    }

    /**
     * The policy in this stream, which is read to its end (or to the byte that is one too many) and left open.
     *
     * @param name what to call the stream in errors
     * @throws PolicyFileException with all that is wrong with what the stream has; also if reading it fails
     */
    public static PolicySet parse(String name, InputStream yaml) {
        try {
            return parse(name, PolicyText.bytes(yaml));
        } catch (IOException e) {
            throw new PolicyFileException(name, List.of(PolicyError.ofFile("can't be read: " + reason(e))));
        }
    }

    static PolicySet parse(String name, byte[] yaml) {
        return parse(name, () -> PolicyText.decode(yaml));
    }

    private interface Source {
        String text() throws UnreadableException;
    }

    private static PolicySet parse(String name, Source source) {
        ErrorReport report = new ErrorReport();
        try {
            PolicySet policy = new PolicyReader(report).read(YamlComposer.compose(source.text(), report));
            if (policy != null) {
                return policy;
            }
        } catch (UnreadableException e) {
            report.add(e.position(), e.advice());
        }
        throw new PolicyFileException(name, report.errors());
    }

    static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return PolicyText.bytes(in);
        } catch (IOException e) {
            throw new PolicyFileException(file.toString(), List.of(PolicyError.ofFile(advice(file, e))));
        }
    }

    private static String advice(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file; check the path";
        }
        if (e instanceof AccessDeniedException) {
            return "may not be read; check the file's permissions";
        }
        return Files.isDirectory(file) ? "is a directory; name a file in it" : "can't be read: " + reason(e);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : Quote.escape(e.getMessage());
    }
}
