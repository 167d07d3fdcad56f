package dev.botsentinel.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Cluster's server says that another one has the keys. It looks at the keys before it runs anything, so the call was not
 * executed.
 *
 * @param isAsk whether only this call is to go there, with ASKING before it, because the slot is on its way
 * @param host empty for the server that was asked
 */
record Redirect(boolean isAsk, String host, int port) {

    private static final Pattern ANSWER = Pattern.compile("(MOVED|ASK) [0-9]{1,5} (.*):([0-9]{1,5})");

    /** Null if the failure is none. */
    static @Nullable Redirect of(@Nullable Throwable failure) {
        if (failure instanceof RedisCommandExecutionException refusal) {
            Matcher answer = ANSWER.matcher(String.valueOf(refusal.getMessage()));
            if (answer.matches()) {
                return new Redirect(answer.group(1).equals("ASK"), answer.group(2), Integer.parseInt(answer.group(3)));
            }
        }
        return null;
    }
}
