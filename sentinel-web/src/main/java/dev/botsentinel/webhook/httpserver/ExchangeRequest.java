package dev.botsentinel.webhook.httpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.botsentinel.webhook.WebhookRequest;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exchange of the JDK's server. */
final class ExchangeRequest implements WebhookRequest {

    private final HttpExchange exchange;

    ExchangeRequest(HttpExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public String method() {
        return exchange.getRequestMethod();
    }

    @Override
    public List<String> header(String name) {
        List<String> values = exchange.getRequestHeaders().get(name);
        return values == null ? List.of() : values;
    }

    @Override
    public @Nullable String query() {
        return exchange.getRequestURI().getRawQuery();
    }

    @Override
    public InetAddress peer() {
        return exchange.getRemoteAddress().getAddress();
    }

    @Override
    public boolean isTls() {
        return exchange instanceof HttpsExchange;
    }

    @Override
    public InputStream body() {
        return exchange.getRequestBody();
    }
}
