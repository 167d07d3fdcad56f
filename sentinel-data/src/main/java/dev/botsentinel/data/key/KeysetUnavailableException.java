package dev.botsentinel.data.key;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A source has no usable keyset. The message says what was tried, and never has a part of a key. */
public final class KeysetUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    KeysetUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
