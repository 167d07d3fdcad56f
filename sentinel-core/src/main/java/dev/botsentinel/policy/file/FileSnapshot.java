package dev.botsentinel.policy.file;

import dev.botsentinel.policy.PolicySet;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a look at a file saw: its bytes, or why there are none. Equal if the same was seen. */
final class FileSnapshot {

    private final byte[] bytes;
    private final @Nullable PolicyFileException failure;

    private FileSnapshot(byte[] bytes, @Nullable PolicyFileException failure) {
        this.bytes = bytes;
        this.failure = failure;
    }

    static FileSnapshot at(Path file) {
        try {
            return new FileSnapshot(PolicyFile.bytes(file), null);
        } catch (PolicyFileException e) {
            return new FileSnapshot(new byte[0], e);
        }
    }

    /** @throws PolicyFileException if what was seen is no policy */
    PolicySet policy(Path file) {
        if (failure != null) {
            throw failure;
        }
        return PolicyFile.parse(file.toString(), bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileSnapshot that && Arrays.equals(bytes, that.bytes) && why().equals(that.why());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes) ^ why().hashCode();
    }

    private String why() {
        return failure == null || failure.getMessage() == null ? "" : failure.getMessage();
    }
}
