package dev.botsentinel.policy.file;

import dev.botsentinel.policy.Platform;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    /** The key that every policy has, or more lines than any file's name. */
    private static final Pattern LOOKS_LIKE_A_POLICY = Pattern.compile("\\bversion['\"]?\\s*:\\s|(?:\\R.*){3}");

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
     * @throws PolicyFileException with all that is wrong with the text; also if the name looks like the text, which is then not
     *     repeated
     */
    public static PolicySet parse(String name, String yaml) {
        if (LOOKS_LIKE_A_POLICY.matcher(name).find()) {
            throw new PolicyFileException(
                    "policy",
                    List.of(PolicyError.ofFile("the first argument is the policy's name and the second its text;"
                            + " they seem to be swapped")));
        }
        return parse(name, () -> PolicyText.check(yaml));
    }

    /**
     * The policy in this stream, which is read to its end (or to the byte that is one too many) and left open.
     *
     * @param name what to call the stream in errors
     * @throws PolicyFileException with all that is wrong with what the stream has; also if reading it fails
     */
    public static PolicySet parse(String name, InputStream yaml) {
        return parse(name, bytes(name, yaml));
    }

    static PolicySet parse(String name, byte[] yaml) {
        return parse(name, () -> PolicyText.decode(yaml));
    }

    /**
     * The policy in this file, if it has one, and all that is wrong with it or can never have an effect on the platform.
     *
     * @throws PolicyFileException if the file isn't there or can't be read
     */
    public static PolicyFileReview review(Path file, Platform platform) {
        return review(file.toString(), bytes(file), platform);
    }

    /**
     * The policy in this stream, if it has one, and all that is wrong with it or can never have an effect on the platform.
     * The stream is read as by {@link #parse(String, InputStream)}.
     *
     * @param name what to call the stream in errors
     * @throws PolicyFileException if reading the stream fails
     */
    public static PolicyFileReview review(String name, InputStream yaml, Platform platform) {
        return review(name, bytes(name, yaml), platform);
    }

    private static PolicyFileReview review(String name, byte[] yaml, Platform platform) {
        return review(name, () -> PolicyText.decode(yaml), platform);
    }

    /**
     * The JSON Schema (draft 07) of policy files, for editors: the same as {@code docs/policy.schema.json}, and as the
     * resource {@code policy.schema.json} beside this class. It says what each key can be and how keys go together in a
     * mapping; names that aren't declared, and what else only a whole policy shows, only reading finds.
     */
    public static String jsonSchema() {
        return PolicySchema.json();
    }

    private interface Source {
        String text() throws UnreadableException;
    }

    private static PolicySet parse(String name, Source source) {
        PolicyFileReview review = review(name, source, null);
        if (review.policy() == null) {
            throw new PolicyFileException(name, review.errors());
        }
        return review.policy();
    }

    private static PolicyFileReview review(String name, Source source, @Nullable Platform platform) {
        ErrorReport report = new ErrorReport();
        PolicySet policy = null;
        try {
            policy = new PolicyReader(report, platform, name).read(YamlComposer.compose(source.text(), report));
        } catch (UnreadableException e) {
            report.add(e.position(), e.advice());
        }
        return new PolicyFileReview(Quote.escape(name), policy, report.errors(), report.warnings());
    }

    private static byte[] bytes(String name, InputStream yaml) {
        try {
            return PolicyText.bytes(yaml);
        } catch (IOException e) {
            throw new PolicyFileException(name, List.of(PolicyError.ofFile("can't be read: " + reason(e))));
        }
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
