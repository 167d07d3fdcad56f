package dev.botsentinel.secrets;

import dev.botsentinel.secret.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one Vault: three attempts within a time limit that holds for the whole, connecting, all attempts, the pauses between them
 * and bodies included. A redirect isn't followed, for the token would go with it. Thread-safe.
 */
final class VaultHttp {

    /** How a thread waits; a test's doesn't. */
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    private static final int ATTEMPTS = 3;
    private static final int LONGEST_BODY = 1 << 20;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final URI address;
    private final @Nullable String namespace;
    private final HttpClient client;
    private final Duration limit;
    private final Pause pause;

    VaultHttp(VaultBuilder builder) throws UnreadableException {
        this.address = builder.address;
        this.namespace = builder.namespace;
        this.limit = builder.timeLimit;
        this.pause = builder.pause;
        this.client = builder.client(limit.dividedBy(ATTEMPTS));
    }

    VaultReply get(String path, @Nullable Secret token) throws UnreadableException, InterruptedException {
        return send(request(path, token).GET().build());
    }

    VaultReply post(String path, @Nullable Secret token, byte[] json) throws UnreadableException, InterruptedException {
        return send(request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .build());
    }

    private HttpRequest.Builder request(String path, @Nullable Secret token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + "/v1/" + path)).header("X-Vault-Request", "true");
        if (namespace != null) {
            request.header("X-Vault-Namespace", namespace);
        }
        if (token != null) {
            request.header("X-Vault-Token", token.reveal());
        }
        return request;
    }

    private VaultReply send(HttpRequest request) throws UnreadableException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        String problem = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Duration wait = FIRST_PAUSE.multipliedBy(attempt);
            try {
                HttpResponse<byte[]> response = exchange(request);
                if (isAnswer(response)) {
                    return new VaultReply(response.statusCode(), new JsonText(response.body()));
                }
                problem = "it answered " + response.statusCode();
                wait = retryAfter(response, wait);
            } catch (TimeoutException slow) {
                problem = "it didn't answer within " + limit.dividedBy(ATTEMPTS).toMillis() + " ms";
            } catch (ExecutionException failed) {
                problem = problem(failed.getCause());
            }
            if (attempt < ATTEMPTS) {
                if (System.nanoTime() + wait.toNanos() > end) {
                    throw new UnreadableException(
                            problem + ", and asks to wait longer than the " + limit.toMillis() + " ms that there are");
                }
                pause.sleep(wait);
            }
        }
        throw new UnreadableException(problem + ", in each of " + ATTEMPTS + " attempts");
    }

    /** Failures are retried by {@link #send}, for a time limit of the JDK's client ends at the headers. */
    private HttpResponse<byte[]> exchange(HttpRequest request)
            throws ExecutionException, TimeoutException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request, info -> new BoundedBody(LONGEST_BODY));
        try {
            return response.get(limit.dividedBy(ATTEMPTS).toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            response.cancel(true);
        }
    }

    /** Whether it says something about the secret; else it is asked again. */
    private static boolean isAnswer(HttpResponse<byte[]> response) throws UnreadableException {
        int status = response.statusCode();
        if (status >= 300 && status < 400) {
            throw new UnreadableException("it redirects to another address (" + status
                    + "), where the token mustn't follow; give the address of the active node");
        }
        if (status == 503 && new String(response.body(), StandardCharsets.UTF_8).contains("sealed")) {
            throw new UnreadableException("it is sealed; unseal it");
        }
        // 412: this node doesn't yet know what was written to another.
        boolean passing = status >= 500 || status == 429 || status == 412;
        if (!passing && status >= 300 && status != 400 && status != 403 && status != 404) {
            throw new UnreadableException("it answered " + status + "; is it a Vault?");
        }
        return !passing;
    }

    private static Duration retryAfter(HttpResponse<byte[]> response, Duration otherwise) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(it -> it.matches("[0-9]{1,6}"))
                .map(it -> Duration.ofSeconds(Long.parseLong(it)))
                .orElse(otherwise);
    }

    private static String problem(@Nullable Throwable cause) {
        Throwable root = cause;
        for (int i = 0; i < 10 && root != null && root.getCause() != null; i++) {
            root = root.getCause();
        }
        if (root instanceof BoundedBody.TooLongException tooLong) {
            return String.valueOf(tooLong.getMessage());
        }
        return "it can't be reached, or the connection broke ("
                + (root == null ? "unknown" : root.getClass().getName()) + ")";
    }
}
