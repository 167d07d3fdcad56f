package dev.botsentinel.secrets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;

/** A fake of Azure Key Vault's secrets, with the challenge that tells a client where to get its token. Over TLS: the SDK takes nothing else. */
final class FakeKeyVault extends FakeStore {

    /** More of a secret's attributes. */
    volatile String attributes = "";

    FakeKeyVault(HttpServer server) {
        super(server);
    }

    @Override
    boolean isAboutSecrets(HttpExchange exchange) {
        return exchange.getRequestHeaders().containsKey("Authorization");
    }

    @Override
    void answer(HttpExchange exchange, String body) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String name = exchange.getRequestURI()
                .getPath()
                .replaceFirst("^/secrets/", "")
                .replaceFirst("/$", "");
        String value = values.get(name);
        if (authorization == null) {
            exchange.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            "Bearer authorization=\"https://login.example.org/tenant\", resource=\"https://vault.azure.net\"");
            error(exchange, 401, "Unauthorized");
        } else if (!authorization.equals("Bearer made-up")) {
            error(exchange, 401, "Unauthorized");
        } else if (value == null) {
            error(exchange, 404, "SecretNotFound");
        } else {
            send(
                    exchange,
                    200,
                    "{\"id\":\"" + address("https") + "/secrets/" + name + "/1\",\"value\":" + quoted(value)
                            + ",\"attributes\":{\"enabled\":true" + attributes + "}}");
        }
    }

    @Override
    void forbid(HttpExchange exchange) throws IOException {
        error(exchange, 403, "Forbidden");
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        send(exchange, status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"says the fake\"}}");
    }
}
