package dev.botsentinel.telegrambots;

import dev.botsentinel.event.ErrorClassifier;
import dev.botsentinel.event.ErrorKind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.ResponseParameters;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;

/** What the Bot API says when it refuses, as the library's exceptions carry it. */
public final class ApiErrors {

    /** The user has blocked the bot, or there is no such chat any more: nothing can be sent. */
    public static final ErrorKind UNREACHABLE = new ErrorKind("unreachable");

    /** Nobody waits longer for what a broken proxy may have made up. */
    static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** Exceptions that are each other's cause end here. */
    private static final int DEEPEST = 16;

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private ApiErrors() {}

    /**
     * Classifies what handlers and answers to users fail with. A {@code retry_after} of the API becomes a cooldown of the
     * limit, for a day at most: while the API refuses messages to a chat, the bot refuses whatever the limit stands before
     * there, and goes on in other chats.
     *
     * @param limit the limit's name, or {@code entry#index}; one of scope {@code chat}. With scope {@code global} one
     *     chat's refusal would silence the bot for all
     */
    public static ErrorClassifier classifier(String limit) {
        return (failure, request) -> {
            Duration wait = retryAfter(failure);
            return wait == null ? kind(failure) : ErrorKind.RETRY_AFTER.cooling(limit, wait);
        };
    }

    private static ErrorKind kind(Throwable failure) {
        TelegramApiRequestException refusal = find(failure, TelegramApiRequestException.class);
        int code = refusal == null || refusal.getErrorCode() == null ? 0 : refusal.getErrorCode();
        if (code == FORBIDDEN) {
            return UNREACHABLE;
        }
        if (code == TOO_MANY_REQUESTS || code >= SERVER_ERROR) {
            return ErrorKind.TRANSIENT;
        }
        if (code >= BAD_REQUEST) {
            return ErrorKind.BUG;
        }
        boolean network = find(failure, IOException.class) != null || find(failure, TimeoutException.class) != null;
        return network ? ErrorKind.TRANSIENT : ErrorKind.UNCLASSIFIED;
    }

    /** How long the API wants to be left alone, 1 s to a day; null if it doesn't say. */
    static @Nullable Duration retryAfter(Throwable failure) {
        TelegramApiRequestException refusal = find(failure, TelegramApiRequestException.class);
        ResponseParameters parameters = refusal == null ? null : refusal.getParameters();
        Integer seconds = parameters == null ? null : parameters.getRetryAfter();
        if (seconds == null) {
            return null;
        }
        return Duration.ofSeconds(Math.max(1, Math.min(seconds, LONGEST_WAIT.toSeconds())));
    }

    /** Whether the API refuses since the user doesn't want to hear of the bot. */
    static boolean isUnreachable(Throwable failure) {
        TelegramApiRequestException refusal = find(failure, TelegramApiRequestException.class);
        return refusal != null && refusal.getErrorCode() != null && refusal.getErrorCode() == FORBIDDEN;
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        @Nullable Throwable at = failure;
        for (int depth = 0; at != null && depth < DEEPEST; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
