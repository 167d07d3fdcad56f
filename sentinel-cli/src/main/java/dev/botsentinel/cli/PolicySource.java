package dev.botsentinel.cli;

import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.policy.file.PolicyFileReview;
import dev.botsentinel.telegram.Telegram;
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
 * @param review what was found in it: no error
 */
record PolicySource(String name, String text, PolicySet policy, PolicyFileReview review) {

    /** A page shows no more characters of a file. */
    private static final int MOST_SHOWN = 100_000;

    /** One more than a policy file may have, so that one which is too long is refused as such. */
    private static final int MOST_BYTES = (1 << 20) + 1;

    /** @throws CommandFailure with a line for each error, and each warning, of the file */
    static PolicySource read(Path file) {
        return read(file, false);
    }

    /**
     * @param strict whether a warning is an error
     * @throws CommandFailure with a line for each error, and each warning, of the file
     */
    static PolicySource read(Path file, boolean strict) {
        byte[] bytes;
        try (InputStream in = Inputs.open(file)) {
            bytes = in.readNBytes(MOST_BYTES);
        } catch (IOException e) {
            throw CommandFailure.ofFile(Inputs.name(file), e);
        }
        PolicyFileReview found = PolicyFile.review(file.toString(), new ByteArrayInputStream(bytes), Telegram.PLATFORM);
        PolicyFileReview review = strict ? found.strict() : found;
        if (review.policy() == null) {
            throw CommandFailure.ofInput(review.lines());
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return new PolicySource(Inputs.fileName(file), text, review.policy(), review);
    }

    /** A line for each thing in it that can have no effect on Telegram. */
    List<String> warnings() {
        return review.lines();
    }

    /** The text line by line, without anything that a reader can't see; cut if it is long. */
    List<String> lines() {
        String shown = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
        return shown.lines().map(Quote::escape).toList();
    }
}
