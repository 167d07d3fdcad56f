package dev.botsentinel.servlet;

import dev.botsentinel.request.Request;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A delivery and its answer, as a server has them. One for each request; for one thread.
 *
 * @param <U> the application's update type
 */
interface WebhookExchange<U> {

    String method();

    String path();

    @Nullable
    String header(String name);

    /** What the client says about the body's length, -1 if nothing. */
    long declaredLength();

    InputStream body() throws IOException;

    /** Answers without a body. */
    void answer(int status) throws IOException;

    void setHeader(String name, String value);

    /** Calls what stands behind the guard for an update that was allowed; returns when that has returned. */
    void handle(U update, Request request, byte[] body) throws Exception;

    /** Calls what stands behind the guard for a request that is no delivery. */
    void pass() throws Exception;

    /** The status answered so far; less than 100 if there is none yet. */
    int status();

    /** Answers 200 in place of whatever a handler that failed had begun; does nothing if that is on its way. */
    void acknowledgeFailure() throws IOException;
}
