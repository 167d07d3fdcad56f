package dev.botsentinel.redis;

import dev.botsentinel.plan.Stages;
import dev.botsentinel.store.StoreException;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.regex.Pattern;

/** Says what failed, without repeating what was sent: in a handshake that is a password. */
final class Failures {

    /** How Redis goes on to repeat the arguments of a command that it doesn't know. */
    private static final String ARGUMENTS = ", with args";

    /** What a server says that may do what it was asked, but not now: at its start, in a failover, when it is too full. */
    private static final Pattern PASSING =
            Pattern.compile("\\b(READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|NOREPLICAS"
                    + "|OOM|MISCONF|BUSY|max number of clients reached)\\b");

    private Failures() {}

    /** The reason in words, fit for logs. */
    static String reason(Throwable failure) {
        Throwable root = Stages.cause(failure);
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
                return !isPassing(String.valueOf(cause.getMessage()));
            }
        }
        return false;
    }

    /** Whether an error says that the server can't do it now, and may later. */
    static boolean isPassing(String error) {
        return PASSING.matcher(error).find();
    }

    /** Whether the server is a replica, or has become one. */
    static boolean isReadOnly(Throwable failure) {
        return Stages.cause(failure) instanceof RedisCommandExecutionException refusal
                && String.valueOf(refusal.getMessage()).contains("READONLY");
    }

    static StoreException ofCall(Throwable failure) {
        Throwable cause = Stages.cause(failure);
        return cause instanceof StoreException known
                ? known
                : new StoreException("Redis could not answer: " + reason(cause), cause);
    }
}
