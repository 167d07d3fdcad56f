package dev.botsentinel.secrets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A fake of Vault's and OpenBao's HTTP interface: logins by Kubernetes and AppRole, look-up, renewal and revocation of tokens, whose life ends
 * by the test's clock, and the KV engine, version 2, under {@code secret}. Keeps values by path and field, {@code bot#token}.
 */
class FakeVault extends FakeStore {

    final AtomicLong nanos = new AtomicLong();
    final AtomicInteger logins = new AtomicInteger();
    final AtomicInteger renewals = new AtomicInteger();
    final List<String> revoked = new CopyOnWriteArrayList<>();
    final Map<String, Long> ends = new ConcurrentHashMap<>();
    volatile Duration life = Duration.ofMinutes(10);
    volatile Duration renewedLife = Duration.ofMinutes(10);
    volatile boolean renewable = true;
    volatile boolean sealed;
    volatile @Nullable String namespace;
    volatile String retryAfter = "";
    volatile String kv = "";

    FakeVault() {
        super(plain());
    }

    FakeVault(HttpServer server) {
        super(server);
    }

    @Override
    boolean isAboutSecrets(HttpExchange exchange) {
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        return exchange.getRequestURI().getPath().contains("/data/");
    }

    @Override
    void answer(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String givenNamespace = exchange.getRequestHeaders().getFirst("X-Vault-Namespace");
        if (sealed) {
            send(exchange, 503, "{\"errors\":[\"Vault is sealed\"]}");
        } else if (namespace != null && !namespace.equals(givenNamespace)) {
            send(exchange, 404, "{\"errors\":[]}");
        } else if (path.endsWith("/login")) {
            login(exchange, path, new JsonText(body.getBytes(StandardCharsets.UTF_8)));
        } else {
            withToken(exchange, path, exchange.getRequestHeaders().getFirst("X-Vault-Token"));
        }
    }

    private void login(HttpExchange exchange, String path, JsonText body) throws IOException {
        logins.incrementAndGet();
        boolean right;
        try {
            right = path.endsWith("/auth/kubernetes/login")
                    ? "bot".equals(body.at("role")) && "jwt".equals(body.at("jwt"))
                    : path.endsWith("/auth/approle-eu/login")
                            && "role".equals(body.at("role_id"))
                            && "secret".equals(body.at("secret_id"));
        } catch (UnreadableException noJson) {
            right = false;
        }
        if (!right) {
            send(exchange, 400, "{\"errors\":[\"invalid role or secret ID\"]}");
            return;
        }
        String token = "hvs." + logins;
        ends.put(token, nanos.get() + life.toNanos());
        send(exchange, 200, auth(token, life));
    }

    private void withToken(HttpExchange exchange, String path, @Nullable String token) throws IOException {
        Long end = token == null ? null : ends.get(token);
        if (token == null || end == null || nanos.get() >= end) {
            forbid(exchange);
        } else if (path.endsWith("/lookup-self")) {
            long seconds = Duration.ofNanos(end - nanos.get()).toSeconds();
            send(exchange, 200, "{\"data\":{\"ttl\":" + seconds + ",\"renewable\":" + renewable + "}}");
        } else if (path.endsWith("/renew-self")) {
            renewals.incrementAndGet();
            ends.put(token, nanos.get() + renewedLife.toNanos());
            send(exchange, 200, auth(token, renewedLife));
        } else if (path.endsWith("/revoke-self")) {
            revoked.add(token);
            send(exchange, 204, "");
        } else {
            kv(exchange, path);
        }
    }

    private void kv(HttpExchange exchange, String path) throws IOException {
        String name = path.replaceFirst("^/v1/secret/data/", "");
        String value = values.get(name);
        if (!kv.isEmpty()) {
            send(exchange, 200, kv);
        } else if (value == null) {
            send(exchange, 404, "{\"errors\":[]}");
        } else {
            send(
                    exchange,
                    200,
                    "{\"data\":{\"metadata\":{\"version\":1},\"data\":{\"other\":{\"token\":1},\"token\":"
                            + quoted(value) + "}},\"lease_duration\":0}");
        }
    }

    private String auth(String token, Duration granted) {
        return "{\"auth\":{\"client_token\":\"" + token + "\",\"lease_duration\":" + granted.toSeconds()
                + ",\"renewable\":" + renewable + ",\"policies\":[\"default\"]}}";
    }

    @Override
    void forbid(HttpExchange exchange) throws IOException {
        send(exchange, 403, "{\"errors\":[\"permission denied\"]}");
    }
}
