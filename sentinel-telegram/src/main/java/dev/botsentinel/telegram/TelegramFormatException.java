package dev.botsentinel.telegram;

/**
 * The input is no Bot API update: not JSON, beyond a bound of {@link TelegramJson}, or without what makes an update. The
 * message says what is wrong and quotes nothing a user wrote.
 */
public final class TelegramFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    TelegramFormatException(String message) {
        super(message);
    }

    TelegramFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
