package dev.botsentinel.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/**
 * A guarded webhook in front of a servlet. The servlet is called for updates that are allowed; it finds the update in the
 * attribute {@link #UPDATE}, and can read the body and its form parameters as if nobody had.
 *
 * <pre>{@code
 * context.addFilter("guard", new WebhookFilter(webhook)).addMappingForUrlPatterns(null, false, "/telegram");
 * }</pre>
 *
 * <p>Map it to the webhook's address alone, behind whatever checks secrets and signatures. It guards requests, not the
 * error pages and asynchronous dispatches that follow from them. A servlet that answers asynchronously needs a filter that
 * supports it ({@code setAsyncSupported}); if it fails after it has returned, the update is forgotten, so that it can come
 * again, but there is no event. Behind the filter {@code getParts} doesn't work, for the body has been read.
 *
 * <p>Thread-safe.
 */
public final class WebhookFilter implements Filter {

    /** The request attribute with the update, as the webhook's reader made it. */
    public static final String UPDATE = "dev.botsentinel.servlet.update";

    private final GuardedWebhook<?> webhook;

    /** A filter for this webhook. */
    public WebhookFilter(GuardedWebhook<?> webhook) {
        this.webhook = Objects.requireNonNull(webhook, "webhook");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || !(request instanceof HttpServletRequest http)
                || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
            return;
        }
        guard(webhook, http, answer, chain);
    }

    private static <U> void guard(
            GuardedWebhook<U> webhook, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            webhook.run(new ServletExchange<>(webhook, request, response, chain));
        } catch (IOException | ServletException | RuntimeException expected) {
            throw expected;
        } catch (Exception other) {
            throw new ServletException(other);
        }
    }
}
