package dev.botsentinel.servlet;

import dev.botsentinel.request.Request;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A servlet's request and response as a webhook's. */
final class ServletExchange<U> implements WebhookExchange<U> {

    private final GuardedWebhook<U> webhook;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final FilterChain chain;

    ServletExchange(
            GuardedWebhook<U> webhook, HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
        this.webhook = webhook;
        this.request = request;
        this.response = response;
        this.chain = chain;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return request.getRequestURI();
    }

    @Override
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    @Override
    public long declaredLength() {
        return request.getContentLengthLong();
    }

    @Override
    public InputStream body() throws IOException {
        return request.getInputStream();
    }

    @Override
    public void answer(int status) {
        response.setStatus(status);
    }

    @Override
    public void setHeader(String name, String value) {
        response.setHeader(name, value);
    }

    @Override
    public void handle(U update, Request facts, byte[] body) throws Exception {
        request.setAttribute(WebhookFilter.UPDATE, update);
        chain.doFilter(new BufferedRequest(request, body), response);
        if (request.isAsyncStarted()) {
            request.getAsyncContext().addListener(new LateFailure(facts));
        }
    }

    @Override
    public void pass() throws Exception {
        chain.doFilter(request, response);
    }

    @Override
    public int status() {
        return request.isAsyncStarted() ? 0 : response.getStatus();
    }

    @Override
    public void acknowledgeFailure() {
        if (!response.isCommitted()) {
            response.reset();
            response.setStatus(200);
        }
    }

    /** Notices that a servlet failed which had returned already. */
    private final class LateFailure implements AsyncListener {

        private final Request facts;
        private final AtomicBoolean failed = new AtomicBoolean();

        private LateFailure(Request facts) {
            this.facts = facts;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            if (response.getStatus() >= 500) {
                failed();
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            failed();
        }

        @Override
        public void onError(AsyncEvent event) {
            failed();
        }

        /** A listener is forgotten when the servlet starts anew. */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }

        private void failed() {
            if (failed.compareAndSet(false, true)) {
                webhook.failedLater(facts);
            }
        }
    }
}
