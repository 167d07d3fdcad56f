package dev.botsentinel.scan;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A file's bytes as a text. */
final class FileText {

    private static final int BINARY_PROBE = 8192;

    private FileText() {}

    /** The text, what isn't UTF-8 as U+FFFD, which is in no secret; null if it is binary: a zero byte near the beginning, as git decides. */
    static @Nullable String of(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, BINARY_PROBE); i++) {
            if (bytes[i] == 0) {
                return null;
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
