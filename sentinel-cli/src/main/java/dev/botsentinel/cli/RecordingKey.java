package dev.botsentinel.cli;

import dev.botsentinel.record.Pseudonyms;
import dev.botsentinel.store.FingerprintKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The key of a recorder, in a file: 32 hexadecimal digits. */
final class RecordingKey {

    private static final int MOST_BYTES = 128;

    private RecordingKey() {}

    /** @throws CommandFailure if there is no key in the file; what is there isn't repeated */
    static Pseudonyms read(Path file) {
        try (InputStream in = Inputs.open(file)) {
            String hex = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
            return Pseudonyms.by(FingerprintKey.ofHex(hex));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.ofInput(Inputs.name(file) + ": " + e.getMessage());
        } catch (IOException e) {
            throw CommandFailure.ofFile(Inputs.name(file), e);
        }
    }
}
