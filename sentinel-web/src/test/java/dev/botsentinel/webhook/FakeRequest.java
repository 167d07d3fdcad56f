package dev.botsentinel.webhook;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request in memory; by default a POST of JSON from Telegram's network over TLS, without credentials. */
final class FakeRequest implements WebhookRequest {

    String method = "POST";

    @Nullable
    String query;

    InetAddress peer = address("149.154.167.220");
    boolean tls = true;
    InputStream body = InputStream.nullInputStream();
    boolean bodyRead;
    final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static FakeRequest of(String body) {
        return of(body.getBytes(StandardCharsets.UTF_8));
    }

    static FakeRequest of(byte[] body) {
        FakeRequest request = new FakeRequest();
        request.body = new ByteArrayInputStream(body);
        return request.with("Content-Type", "application/json");
    }

    FakeRequest with(String name, String value) {
        headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        return this;
    }

    FakeRequest only(String name, String value) {
        headers.remove(name);
        return with(name, value);
    }

    FakeRequest from(String address) {
        peer = address(address);
        return this;
    }

    static InetAddress address(String text) {
        return Objects.requireNonNull(IpNetwork.address(text));
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    @Override
    public boolean isTls() {
        return tls;
    }

    @Override
    public InputStream body() {
        bodyRead = true;
        return body;
    }
}
