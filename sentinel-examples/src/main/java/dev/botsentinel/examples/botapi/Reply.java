package dev.botsentinel.examples.botapi;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What the server answers to one call instead of the right thing.
 *
 * @param status the HTTP status; 0 to hang up without an answer
 * @param body what is sent, JSON or not
 * @param until what is waited for before answering; null for nothing
 */
public record Reply(int status, String body, @Nullable CountDownLatch until) {

    /** An error as the API words it. */
    public static Reply error(int code, String description) {
        return new Reply(
                code, "{\"ok\":false,\"error_code\":" + code + ",\"description\":\"" + description + "\"}", null);
    }

    /** Too many requests: come back later. */
    public static Reply retryAfter(int seconds) {
        return new Reply(
                429,
                "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after " + seconds
                        + "\",\"parameters\":{\"retry_after\":" + seconds + "}}",
                null);
    }

    /** Status 200 and a body that may be anything. */
    public static Reply body(String body) {
        return new Reply(200, body, null);
    }

    /** The connection ends without an answer: the call may have had its effect. */
    public static Reply hangUp() {
        return new Reply(0, "", null);
    }

    /** The right answer, but not before that. */
    public static Reply slow(CountDownLatch until) {
        return new Reply(200, "{\"ok\":true,\"result\":true}", until);
    }
}
