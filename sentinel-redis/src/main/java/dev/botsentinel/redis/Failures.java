package dev.botsentinel.redis;

import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.concurrent.CompletionException;

/** Says what failed, without repeating what was sent: in a handshake that is a password. */
final class Failures {

    /** How Redis goes on to repeat the arguments of a command that it doesn't know. */
    private static final String ARGUMENTS = ", with args";

    private Failures() {}

    /** The reason in words, fit for logs. */
    static String reason(Throwable failure) {
        Throwable root = unwrapped(failure);
        while (root.getCause() != null && !(root instanceof RedisCommandExecutionException)) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        int arguments = message.indexOf(ARGUMENTS);
        String told = arguments < 0 ? message : message.substring(0, arguments);
        return root instanceof RedisCommandExecutionException
                ? told
                : root.getClass().getSimpleName() + ": " + told;
    }

    /** Whether it was the server that refused, and not the way to it that failed. */
    static boolean isRefusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException) {
                return true;
            }
        }
        return false;
    }

    static StoreException ofCall(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return cause instanceof StoreException known
                ? known
                : new StoreException("Redis could not answer: " + reason(cause), cause);
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
