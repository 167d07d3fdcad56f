package dev.botsentinel.secret;

import org.jspecify.annotations.Nullable;

/** No source has the secret, or one refused it. The message names what was tried, what is wrong and what to do, and no value. */
public final class SecretUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SecretUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
