package dev.botsentinel.secrets;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/** A fake of Google Secret Manager's {@code :access}, over HTTP and JSON as its REST interface has it. */
final class FakeSecretManager extends FakeStore {

    private static final String BEFORE = "/v1/projects/bots/secrets/";
    private static final String AFTER = "/versions/latest:access";

    /** What it calls a refusal, and with which status. */
    volatile String refusal = "PERMISSION_DENIED";

    volatile int refusalStatus = 403;
    volatile int checksumError;

    FakeSecretManager() {
        super(plain());
    }

    @Override
    void answer(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String value = path.startsWith(BEFORE) && path.endsWith(AFTER)
                ? values.get(path.substring(BEFORE.length(), path.length() - AFTER.length()))
                : null;
        if (value == null) {
            error(exchange, 404, "NOT_FOUND");
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        send(
                exchange,
                200,
                "{\"name\":\"projects/1/secrets/bot/versions/3\",\"payload\":{\"data\":\""
                        + Base64.getEncoder().encodeToString(bytes) + "\",\"dataCrc32c\":\""
                        + (checksum.getValue() + checksumError) + "\"}}");
    }

    @Override
    void forbid(HttpExchange exchange) throws IOException {
        error(exchange, refusalStatus, refusal);
    }

    private static void error(HttpExchange exchange, int status, String name) throws IOException {
        send(
                exchange,
                status,
                "{\"error\":{\"code\":" + status + ",\"message\":\"says the fake\",\"status\":\"" + name + "\"}}");
    }
}
