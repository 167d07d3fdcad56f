package dev.botsentinel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.secret.AcceptedSecrets;
import dev.botsentinel.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A stream of forged and malformed requests, each made of a genuine one by a change that matters: none reaches the handler, answers
 * have no body, events have nothing of what was sent, and the heap doesn't grow.
 */
class ForgeryTest {

    private static final String TOKEN = "the-token-of-this-webhook-0123456789";
    private static final String UPDATE = "{\"update_id\":7,\"message\":{\"text\":\"canary-content\"}}";
    private static final Instant NOW = Instant.ofEpochSecond(1_764_500_000);

    private final AtomicLong handled = new AtomicLong();
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
    private final Random random = new Random(42);
    private final List<Platform> platforms = List.of(telegram(), slack(), whatsApp(), line(), viber());

    /** A platform: its guard, and a genuine request. */
    private record Platform(WebhookGuard guard, Signer signer) {}

    private interface Signer {
        FakeRequest sign(byte[] body);
    }

    private Platform platform(RequestVerifier verifier, Signer signer) {
        WebhookGuard guard = WebhookGuard.builder(verifier, SourceNetworks.telegram(), message -> {
                    handled.incrementAndGet();
                    return WebhookReply.accepted();
                })
                .clock(() -> NOW)
                .longestBody(4096)
                .listener(new WebhookListener() {
                    @Override
                    public void refused(RefusedRequest request) {
                        assertThat(request.toString()).doesNotContain("canary", TOKEN, "203.0.113.7");
                        refused.merge(request.reason(), 1L, Long::sum);
                    }
                })
                .build();
        return new Platform(guard, signer);
    }

    private Platform telegram() {
        return platform(
                TelegramSecretToken.of(token()), body -> FakeRequest.of(body).with(TelegramSecretToken.HEADER, TOKEN));
    }

    private Platform slack() {
        String time = Long.toString(NOW.getEpochSecond());
        return platform(
                SlackSignature.of(token()),
                body -> FakeRequest.of(body)
                        .with("X-Slack-Request-Timestamp", time)
                        .with(
                                "X-Slack-Signature",
                                "v0=" + hex(hmac(("v0:" + time + ":").getBytes(StandardCharsets.UTF_8), body))));
    }

    private Platform whatsApp() {
        return platform(
                BodySignature.whatsApp(token(), token()),
                body -> FakeRequest.of(body).with("X-Hub-Signature-256", "sha256=" + hex(hmac(body))));
    }

    private Platform line() {
        return platform(
                BodySignature.line(token()),
                body -> FakeRequest.of(body)
                        .with("X-Line-Signature", Base64.getEncoder().encodeToString(hmac(body))));
    }

    private Platform viber() {
        return platform(
                BodySignature.viber(token()),
                body -> FakeRequest.of(body).with("X-Viber-Content-Signature", hex(hmac(body))));
    }

    @Test
    void noneOf50000ForgeriesIsAccepted() {
        attack(50_000);
    }

    @Tag("slow")
    @Test
    void noneOfOneMillionForgeriesIsAccepted() {
        attack(1_000_000);
    }

    private void attack(int requests) {
        for (Platform platform : platforms) {
            assertThat(platform.guard
                            .handle(platform.signer.sign(bytes(UPDATE)))
                            .status())
                    .isEqualTo(200);
        }
        assertThat(handled.get()).as("genuine ones pass").isEqualTo(platforms.size());
        long before = 0;
        for (int i = 0; i < requests; i++) {
            if (i == requests / 10) {
                before = usedHeap();
            }
            Platform platform = platforms.get(random.nextInt(platforms.size()));
            WebhookAnswer answer = platform.guard.handle(forged(platform));
            assertThat(answer.status()).isIn(400, 401, 403, 405, 413, 415);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(usedHeap() - before).as("growth of the heap in bytes").isLessThan(8 << 20);
        assertThat(handled.get()).as("handled").isEqualTo(platforms.size());
        assertThat(refused.values().stream().mapToLong(it -> it).sum()).isEqualTo(requests);
        assertThat(refused.keySet())
                .as("all ways of being refused that this attack knows")
                .contains(
                        Refusal.INSECURE,
                        Refusal.NETWORK,
                        Refusal.METHOD,
                        Refusal.NO_CREDENTIALS,
                        Refusal.FORGED,
                        Refusal.MEDIA_TYPE,
                        Refusal.TOO_LARGE,
                        Refusal.NOT_UTF8,
                        Refusal.NOT_JSON);
    }

    /** A genuine request with something wrong. */
    private FakeRequest forged(Platform platform) {
        FakeRequest request = platform.signer.sign(bytes(UPDATE));
        switch (random.nextInt(12)) {
            case 0 -> request.tls = false;
            case 1 -> request.from("203.0.113." + random.nextInt(256));
            case 2 ->
                request.method = List.of("GET", "PUT", "DELETE", "TRACE", "POST ", "\u0000")
                        .get(random.nextInt(6));
            case 3 -> credentials(request).forEach(request.headers::remove);
            case 4, 5, 6 -> changeCredentials(request);
            case 7 -> request.only("Content-Type", "text/" + random.nextInt());
            case 8 -> request.with("Content-Length", Integer.toString(4097 + random.nextInt(1 << 20)));
            case 9 -> {
                return platform.signer.sign(new byte[4097 + random.nextInt(2000)]);
            }
            case 10 -> {
                byte[] bad = bytes(UPDATE);
                bad[1 + random.nextInt(bad.length - 1)] = (byte) (0x80 + random.nextInt(0x40));
                return platform.signer.sign(bad);
            }
            default -> {
                return platform.signer.sign(bytes(UPDATE.substring(0, random.nextInt(UPDATE.length()))));
            }
        }
        return request;
    }

    private static List<String> credentials(FakeRequest request) {
        return request.headers.keySet().stream()
                .filter(it -> it.startsWith("X-"))
                .toList();
    }

    private void changeCredentials(FakeRequest request) {
        List<String> names = credentials(request);
        String name = names.get(random.nextInt(names.size()));
        String value = request.headers.get(name).get(0);
        int at = random.nextInt(value.length());
        String changed = switch (random.nextInt(5)) {
            case 0 ->
                value.substring(0, at) + (char) (value.charAt(at) ^ 1 << random.nextInt(7)) + value.substring(at + 1);
            case 1 -> value.substring(0, at);
            case 2 -> value + (char) random.nextInt(256);
            case 3 -> value.substring(0, at) + (char) random.nextInt(65_536) + value.substring(at + 1);
            default -> value.equals(value.toUpperCase(Locale.ROOT)) ? "" : value.toUpperCase(Locale.ROOT);
        };
        request.only(name, changed.equals(value) ? value + "x" : changed);
    }

    private static AcceptedSecrets token() {
        return AcceptedSecrets.only(Secret.of(TOKEN));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hmac(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(TOKEN), "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static long usedHeap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(
                    used,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return used;
    }
}
