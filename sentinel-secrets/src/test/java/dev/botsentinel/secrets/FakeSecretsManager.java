package dev.botsentinel.secrets;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A fake of AWS Secrets Manager's {@code GetSecretValue}, in AWS's JSON 1.1 protocol. Signatures are looked for and not checked. */
final class FakeSecretsManager extends FakeStore {

    /** What it calls a refusal. */
    volatile String refusal = "AccessDeniedException";

    /** The value in Base64, in place of a text. */
    volatile @Nullable String binary;

    FakeSecretsManager() {
        super(plain());
    }

    @Override
    void answer(HttpExchange exchange, String body) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (!"secretsmanager.GetSecretValue".equals(target)
                || authorization == null
                || !authorization.startsWith("AWS4-HMAC-SHA256 ")) {
            error(exchange, "InvalidSignatureException");
            return;
        }
        JsonText request = new JsonText(body.getBytes(StandardCharsets.UTF_8));
        String value;
        try {
            value = "AWSCURRENT".equals(request.at("VersionStage"))
                    ? values.get(String.valueOf(request.at("SecretId")))
                    : null;
        } catch (UnreadableException noJson) {
            value = null;
        }
        if (binary != null) {
            send(exchange, 200, "{\"Name\":\"bot\",\"SecretBinary\":\"" + binary + "\"}");
        } else if (value == null) {
            error(exchange, "ResourceNotFoundException");
        } else {
            send(
                    exchange,
                    200,
                    "{\"ARN\":\"arn:aws:secretsmanager:eu-central-1:1:secret:bot\",\"Name\":\"bot\",\"VersionId\":\"1\","
                            + "\"VersionStages\":[\"AWSCURRENT\"],\"SecretString\":" + quoted(value) + "}");
        }
    }

    @Override
    void forbid(HttpExchange exchange) throws IOException {
        error(exchange, refusal);
    }

    private static void error(HttpExchange exchange, String type) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", type);
        send(
                exchange,
                type.startsWith("AccessDenied") ? 403 : 400,
                "{\"__type\":\"" + type + "\",\"Message\":\"says the fake\"}");
    }
}
