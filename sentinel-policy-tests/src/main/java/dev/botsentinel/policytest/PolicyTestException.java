package dev.botsentinel.policytest;

import java.util.List;

/** A test file, or a file that it names, has errors. */
public final class PolicyTestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    PolicyTestException(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    /** A line for each error: {@code file:line:column: what is wrong, and what to do}. */
    public List<String> lines() {
        return lines;
    }
}
