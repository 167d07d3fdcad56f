package dev.botsentinel.redis.client;

import dev.botsentinel.store.NothingDoneException;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.WritesRefusedException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Classifies and describes failures, without repeating what was sent: in a handshake that includes the password. */
final class Failures {

    /** The text before the arguments that Redis repeats for an unknown command. */
    private static final String ARGUMENTS = ", with args";

    /** Errors of a server that may do the same later: while it starts, fails over or is full. */
    private static final Pattern TRANSIENT =
            Pattern.compile("\\b(READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|NOREPLICAS"
                    + "|OOM|MISCONF|BUSY|max number of clients reached)\\b");

    /** Within the error of a script before Redis 7, at its start since. */
    private static final Pattern WRITES_REFUSED = Pattern.compile("\\b(OOM|MISCONF|NOREPLICAS)\\b");

    private Failures() {}

    /** The failure without the {@link CompletionException} that dependent stages wrap it in. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** The reason in words, for logs. */
    static String reason(Throwable failure) {
        Throwable root = cause(failure);
        while (root.getCause() != null && !(root instanceof RedisCommandExecutionException)) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        int arguments = message.indexOf(ARGUMENTS);
        String safe = arguments < 0 ? message : message.substring(0, arguments);
        return root instanceof RedisCommandExecutionException
                ? safe
                : root.getClass().getSimpleName() + ": " + safe;
    }

    /** Whether the server refused for good, rather than being unreachable or busy. */
    static boolean isRefusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException) {
                return !isTransient(String.valueOf(cause.getMessage()));
            }
        }
        return false;
    }

    /** Whether an error says that the server may do the same later. */
    static boolean isTransient(String error) {
        return TRANSIENT.matcher(error).find();
    }

    /** Whether the command was never sent, since the connection takes none yet, or no longer. */
    static boolean isNotConnected(Throwable failure) {
        return cause(failure) instanceof RedisException rejected
                && String.valueOf(rejected.getMessage()).contains("not connected");
    }

    /** Whether the server is a replica. */
    static boolean isReadOnly(Throwable failure) {
        return cause(failure) instanceof RedisCommandExecutionException refusal
                && String.valueOf(refusal.getMessage()).contains("READONLY");
    }

    /** Whether the server answers but takes no writes: no memory, no disk, too few replicas. */
    private static boolean isRefusalToWrite(Throwable cause) {
        return cause instanceof RedisCommandExecutionException
                && WRITES_REFUSED.matcher(String.valueOf(cause.getMessage())).find();
    }

    /** The failure of a call, as callers see it. */
    static StoreException ofCall(Throwable failure) {
        return ofCall(failure, null);
    }

    /** @param node the node that was called; null if it isn't known */
    static StoreException ofCall(Throwable failure, @Nullable String node) {
        Throwable cause = cause(failure);
        if (cause instanceof StoreException known) {
            return known;
        }
        String message = "the call to Redis failed: " + reason(cause);
        if (isRefusalToWrite(cause)) {
            return new WritesRefusedException(message, cause, node);
        }
        return cause instanceof RedisCommandExecutionException
                ? new NothingDoneException(message, cause, node) // a script that fails has not written what it is for
                : new StoreException(message, cause, node);
    }
}
