package dev.botsentinel.policy.file;

import dev.botsentinel.policy.Quote;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A policy file with errors. Its message has one line per error, as in {@code policy.yml:12:5: what is wrong, and what
 * to do}.
 */
public final class PolicyFileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final transient List<PolicyError> errors;

    /**
     * @param file the file's name, as messages shall give it
     * @param errors at least one, sorted by position
     */
    PolicyFileException(String file, List<PolicyError> errors) {
        super(lines(Quote.escape(file), errors).collect(Collectors.joining("\n")));
        this.file = Quote.escape(file);
        this.errors = List.copyOf(errors);
    }

    private static java.util.stream.Stream<String> lines(String file, List<PolicyError> errors) {
        return errors.stream().map(error -> error.in(file));
    }

    /** The file's name. */
    public String file() {
        return file;
    }

    /** What is wrong, sorted by position; at least one. A file with thousands of errors gets the first thousand. */
    public List<PolicyError> errors() {
        return errors;
    }

    /** The errors as tools and editors read them, one line each. */
    public List<String> lines() {
        return lines(file, errors).toList();
    }
}
