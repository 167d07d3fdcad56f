package dev.botsentinel.cli;

import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.policy.file.PolicyFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A policy file as it was read: once, for it may be a pipe.
 *
 * @param name the file without its directories, which are nobody's business who gets a page
 * @param text what stands in it
 */
record PolicySource(String name, String text, PolicySet policy) {

    /** A page shows no more characters of a file. */
    private static final int MOST_SHOWN = 100_000;

    /** One more than a policy file may have, so that one which is too long is refused as such. */
    private static final int MOST_BYTES = (1 << 20) + 1;

    /** @throws CommandFailure with a line for each error of the file */
    static PolicySource read(Path file) {
        byte[] bytes;
        try (InputStream in = Inputs.open(file)) {
            bytes = in.readNBytes(MOST_BYTES);
        } catch (IOException e) {
            throw CommandFailure.ofFile(Inputs.name(file), e);
        }
        try {
            PolicySet policy = PolicyFile.parse(file.toString(), new ByteArrayInputStream(bytes));
            return new PolicySource(Inputs.fileName(file), new String(bytes, StandardCharsets.UTF_8), policy);
        } catch (PolicyFileException e) {
            throw CommandFailure.ofInput(e.lines());
        }
    }

    /** The text line by line, without anything that a reader can't see; cut if it is long. */
    List<String> lines() {
        String shown = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
        return shown.lines().map(Quote::escape).toList();
    }
}
