package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** What one run of the command left behind. */
record Run(int status, String out, String err) {

    static Run of(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                Arrays.stream(args).map(Object::toString).toArray(String[]::new),
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8));
        return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** The lines of standard output, each of which must end with a line feed. */
    List<String> lines() {
        assertThat(out)
                .as("standard output")
                .satisfiesAnyOf(
                        it -> assertThat(it).isEmpty(), it -> assertThat(it).endsWith("\n"));
        return out.isEmpty()
                ? List.of()
                : List.of(out.substring(0, out.length() - 1).split("\n", -1));
    }
}
