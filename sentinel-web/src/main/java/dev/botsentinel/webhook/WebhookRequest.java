package dev.botsentinel.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the guard asks of an HTTP request; a server's adapter implements it. Used by one thread, the body read at most once. */
public interface WebhookRequest {

    /** The method as it was sent: {@code POST}. */
    String method();

    /** A header's values in the order in which they came, one for each line; empty if there is none. The name is compared without case. */
    List<String> header(String name);

    /** The query as it was sent, without the question mark; null if there is none. */
    @Nullable
    String query();

    /** The other end of the connection: the client, or the last proxy. Never a name from a header. */
    InetAddress peer();

    /** Whether this very connection is encrypted, headers aside. */
    boolean isTls();

    /** The body. Called once, and only after all checks that need no body. */
    InputStream body() throws IOException;

    /** The header if it came exactly once; null if it is missing, and if it came twice, so that nobody picks another than we do. */
    default @Nullable String only(String name) {
        List<String> values = header(name);
        return values.size() == 1 ? values.get(0) : null;
    }
}
