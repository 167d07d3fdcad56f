package dev.botsentinel.redaction;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ten ways in which a bot's client fails and its token gets into a log call. */
public final class ClientFailures {

    /**
     * A log call.
     *
     * @param message with {@code {}} for arguments
     * @param context what stands in the MDC
     */
    public record Call(
            String message,
            List<Object> arguments,
            @Nullable Throwable thrown,
            Map<String, String> context) {}

    private ClientFailures() {}

    /** The ten. */
    public static List<Call> ten() {
        String url = "https://api.telegram.org/bot" + Tokens.TELEGRAM + "/getUpdates";
        IOException inner = new IOException("connect to " + url);
        Exception suppressing = new Exception("closed");
        suppressing.addSuppressed(new IllegalStateException("pool of " + url));
        Exception cyclic = new Exception("a " + Tokens.TELEGRAM);
        Exception other = new Exception("b", cyclic);
        cyclic.initCause(other);
        return List.of(
                call("GET " + url + " timed out", null),
                call("GET {} timed out", null, url),
                call("GET https://api.telegram.org/bot{}:{}/getMe", null, "123456789", Tokens.SECRET),
                call("redirect to {}", null, url.replace(":", "%3A").replace("/", "%2F")),
                call("failed", inner),
                call("failed", new RuntimeException("outer", new RuntimeException(inner))),
                call("failed", suppressing),
                call("failed", cyclic),
                call("request {}", null, Map.of("Authorization", "Bearer " + Tokens.SECRET)),
                new Call("polling", List.of(), null, Map.of("bot", Tokens.TELEGRAM)));
    }

    private static Call call(String message, @Nullable Throwable thrown, Object... arguments) {
        return new Call(message, List.of(arguments), thrown, Map.of());
    }
}
