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
public record BotReply(int status, String body, @Nullable CountDownLatch until) {

    /** An error as the API words it. */
    public static BotReply error(int code, String description) {
        return new BotReply(
                code, "{\"ok\":false,\"error_code\":" + code + ",\"description\":\"" + description + "\"}", null);
    }

    /** Too many requests: come back later. */
    public static BotReply retryAfter(int seconds) {
        return new BotReply(
                429,
                "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after " + seconds
                        + "\",\"parameters\":{\"retry_after\":" + seconds + "}}",
                null);
    }

    /** Status 200 and a body that may be anything. */
    public static BotReply body(String body) {
        return new BotReply(200, body, null);
    }

    /** The connection ends without an answer: the call may have had its effect. */
    public static BotReply hangUp() {
        return new BotReply(0, "", null);
    }

    /** The right answer, but not before that. */
    public static BotReply slow(CountDownLatch until) {
        return new BotReply(200, "{\"ok\":true,\"result\":true}", until);
    }
}
