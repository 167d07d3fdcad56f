package dev.botsentinel.redis.client;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a Cluster node that another node has the keys. A node checks the keys before it runs anything, so the call
 * was not executed.
 *
 * @param isAsk whether the slot is still migrating: only this call goes there, with ASKING before it
 * @param slot what the keys' slot is
 * @param host empty for the node that answered
 */
record Redirect(boolean isAsk, int slot, String host, int port) {

    private static final Pattern ANSWER = Pattern.compile("(MOVED|ASK) ([0-9]{1,5}) (.*):([0-9]{1,5})");

    /** The redirect in a failure; null if it is none. */
    static @Nullable Redirect of(@Nullable Throwable failure) {
        if (failure instanceof RedisCommandExecutionException refusal) {
            Matcher answer = ANSWER.matcher(String.valueOf(refusal.getMessage()));
            if (answer.matches()) {
                return new Redirect(
                        answer.group(1).equals("ASK"),
                        Integer.parseInt(answer.group(2)),
                        answer.group(3),
                        Integer.parseInt(answer.group(4)));
            }
        }
        return null;
    }
}
