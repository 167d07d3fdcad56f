package dev.botsentinel.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.secret.AcceptedSecrets;
import dev.botsentinel.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookGuardTest {

    private static final String TOKEN = "a-token-of-the-webhook-0123456789";
    private static final String UPDATE = "{\"update_id\":1,\"message\":{\"text\":\"hi\"}}";

    private final List<String> handled = new ArrayList<>();
    private final List<RefusedRequest> refused = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    private final WebhookListener listener = new WebhookListener() {
        @Override
        public void refused(RefusedRequest request) {
            refused.add(request);
        }

        @Override
        public void handlerFailed(String webhook, Throwable cause) {
            failures.add(cause);
        }
    };

    private WebhookGuardBuilder builder(WebhookHandler handler) {
        return WebhookGuard.builder(
                        TelegramSecretToken.of(AcceptedSecrets.only(Secret.of(TOKEN))),
                        SourceNetworks.telegram(),
                        handler)
                .clock(() -> Instant.EPOCH)
                .listener(listener);
    }

    private final WebhookGuard guard = builder(message -> {
                handled.add(message.text());
                return WebhookReply.accepted();
            })
            .build();

    private static FakeRequest telegram(String body) {
        return FakeRequest.of(body).with(TelegramSecretToken.HEADER, TOKEN);
    }

    @Test
    void whatThePlatformSendsIsHandledAndAnswered200() {
        assertEmpty(guard.handle(telegram(UPDATE)), 200);
        assertThat(handled).containsExactly(UPDATE);
        assertThat(refused).isEmpty();
    }

    @Test
    void anAnswerMayRideInTheBody() {
        WebhookAnswer answer = builder(message -> WebhookReply.json("{\"method\":\"sendMessage\"}"))
                .build()
                .handle(telegram(UPDATE));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).asString().isEqualTo("{\"method\":\"sendMessage\"}");
        assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
    }

    @Test
    void withoutTlsNothingIsRead() {
        FakeRequest request = telegram(UPDATE);
        request.tls = false;
        refuses(request, Refusal.INSECURE, 403);
        assertThat(request.bodyRead).isFalse();
    }

    @Test
    void otherNetworksAreRefusedAndNamedAsNetworksOnly() {
        FakeRequest request = telegram(UPDATE).from("203.0.113.77");
        refuses(request, Refusal.NETWORK, 403);
        assertThat(request.bodyRead).isFalse();
        assertThat(refused).extracting(RefusedRequest::network).containsExactly("203.0.113.0/24");
        refuses(telegram(UPDATE).from("2001:db8:1:2::3"), Refusal.NETWORK, 403);
        assertThat(refused.get(1).network()).isEqualTo("2001:db8:1:0:0:0:0:0/48");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "OPTIONS", "post", ""})
    void onlyPostIsTaken(String method) {
        FakeRequest request = telegram(UPDATE);
        request.method = method;
        WebhookAnswer answer = refuses(request, Refusal.METHOD, 405);
        assertThat(answer.headers()).containsEntry("Allow", "POST");
    }

    @Test
    void aWrongOrMissingTokenIsRefusedBeforeTheBodyIsRead() {
        FakeRequest without = FakeRequest.of(UPDATE);
        refuses(without, Refusal.NO_CREDENTIALS, 401);
        FakeRequest wrong = FakeRequest.of(UPDATE).with(TelegramSecretToken.HEADER, TOKEN + "x");
        refuses(wrong, Refusal.FORGED, 401);
        assertThat(without.bodyRead || wrong.bodyRead).isFalse();
    }

    @Test
    void aTokenThatComesTwiceIsNone() {
        refuses(telegram(UPDATE).with(TelegramSecretToken.HEADER, TOKEN), Refusal.NO_CREDENTIALS, 401);
    }

    @Test
    void bothTokensAreValidDuringRotation() {
        AcceptedSecrets both = () -> List.of(Secret.of("new-token-0123456789"), Secret.of(TOKEN));
        WebhookGuard rotating = WebhookGuard.builder(
                        TelegramSecretToken.of(both), SourceNetworks.telegram(), message -> WebhookReply.accepted())
                .build();
        assertEmpty(rotating.handle(telegram(UPDATE)), 200);
        assertEmpty(
                rotating.handle(FakeRequest.of(UPDATE).with(TelegramSecretToken.HEADER, "new-token-0123456789")), 200);
        assertEmpty(rotating.handle(FakeRequest.of(UPDATE).with(TelegramSecretToken.HEADER, "other")), 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/jsonp",
                "application/json; charset=latin1",
                "application/x-www-form-urlencoded",
                ""
            })
    void otherMediaTypesAreRefused(String type) {
        refuses(telegram(UPDATE).only("Content-Type", type), Refusal.MEDIA_TYPE, 415);
    }

    @Test
    void encodedBodiesAreRefused() {
        refuses(telegram(UPDATE).with("Content-Encoding", "gzip"), Refusal.MEDIA_TYPE, 415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json; charset=UTF-8",
                "application/json;charset=\"utf-8\""
            })
    void jsonInUtf8IsTaken(String type) {
        assertEmpty(guard.handle(telegram(UPDATE).only("Content-Type", type)), 200);
    }

    @Test
    void longBodiesAreRefusedByTheirHeaderAlready() {
        FakeRequest request = telegram(UPDATE).with("Content-Length", "1048577");
        refuses(request, Refusal.TOO_LARGE, 413);
        assertThat(request.bodyRead).isFalse();
        refuses(telegram(UPDATE).with("Content-Length", "9".repeat(40)), Refusal.TOO_LARGE, 413);
        refuses(telegram(UPDATE).with("Content-Length", "-1"), Refusal.BROKEN, 400);
        refuses(telegram(UPDATE).with("Content-Length", "5").with("Content-Length", "6"), Refusal.BROKEN, 400);
    }

    @Test
    void aBodyThatIsLongerThanItsHeaderSaysIsCutOff() {
        AtomicLong read = new AtomicLong();
        FakeRequest endless = telegram(UPDATE).with("Content-Length", "5");
        endless.body = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                read.addAndGet(length);
                return length;
            }
        };
        refuses(endless, Refusal.TOO_LARGE, 413);
        assertThat(read.get()).isLessThan((1 << 20) + 10_000);
    }

    @Test
    void aSlowBodyIsCutOff() {
        FakeRequest slow = telegram(UPDATE);
        slow.body = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                bytes[offset] = ' ';
                return 1;
            }
        };
        WebhookGuard timed = builder(message -> WebhookReply.accepted()).build(nanos::get);
        assertEmpty(timed.handle(slow), 408);
        assertThat(nanos.get()).isEqualTo(Duration.ofSeconds(11).toNanos());
    }

    @Test
    void aBodyThatEndsEarlyIsRefused() {
        FakeRequest broken = telegram(UPDATE);
        broken.body = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset " + TOKEN);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
        refuses(broken, Refusal.BROKEN, 400);
    }

    @Test
    void onlyUtf8IsTaken() {
        for (byte[] bad : new byte[][] {
            {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'},
            {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
            {'{', '"', (byte) 0xFF, '"', ':', '1', '}'},
            {'{', '}', (byte) 0xE2}
        }) {
            refuses(FakeRequest.of(bad).with(TelegramSecretToken.HEADER, TOKEN), Refusal.NOT_UTF8, 400);
        }
    }

    @Test
    void onlyAJsonObjectOfBoundedDepthIsTaken() {
        for (String bad : List.of("", " ", "[]", "1", "{", "{}{}", "{\"a\":1,}", "nul", "{'a':1}", "\uFEFF{}")) {
            refuses(telegram(bad), Refusal.NOT_JSON, 400);
        }
        assertEmpty(guard.handle(telegram("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}")), 200);
        refuses(telegram("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}"), Refusal.NOT_JSON, 400);
        refuses(telegram("{\"a\":" + "[".repeat(1_000_000)), Refusal.NOT_JSON, 400);
    }

    @Test
    void whatTheHandlerFindsToBeNoUpdateIs400() {
        WebhookGuard strict = builder(message -> {
                    throw new NotAnUpdateException(new IllegalArgumentException("no update_id"));
                })
                .build();
        assertEmpty(strict.handle(telegram("{}")), 400);
        assertThat(refused).extracting(RefusedRequest::reason).containsExactly(Refusal.NO_UPDATE);
    }

    @Test
    void aHandlersFailureIsAnswered200UnlessItIsToBeRedelivered() {
        WebhookHandler failing = message -> {
            throw new StackOverflowError(TOKEN);
        };
        assertEmpty(builder(failing).build().handle(telegram(UPDATE)), 200);
        assertEmpty(builder(failing).redeliverFailures().build().handle(telegram(UPDATE)), 500);
        assertThat(failures).hasSize(2).allMatch(StackOverflowError.class::isInstance);
    }

    @Test
    void anOverloadedHandlerHasThePlatformTryAgain() {
        WebhookAnswer answer = builder(message -> WebhookReply.tryAgainAfter(Duration.ofMillis(1500)))
                .build()
                .handle(telegram(UPDATE));
        assertEmpty(answer, 429);
        assertThat(answer.headers()).containsEntry("Retry-After", "2");
    }

    @Test
    void tooManyAtOnceAreAnswered429AndLaterHandled() {
        List<WebhookAnswer> inner = new ArrayList<>();
        WebhookGuard[] self = new WebhookGuard[1];
        self[0] = builder(message -> {
                    if (inner.isEmpty()) {
                        inner.add(self[0].handle(telegram("{\"update_id\":2}")));
                    }
                    handled.add(message.text());
                    return WebhookReply.accepted();
                })
                .atOnce(1, 1)
                .build();
        assertEmpty(self[0].handle(telegram(UPDATE)), 200);
        assertEmpty(inner.get(0), 429);
        assertThat(inner.get(0).headers()).containsKey("Retry-After");
        assertEmpty(self[0].handle(telegram("{\"update_id\":2}")), 200);
        assertThat(handled).hasSize(2);
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        WebhookGuard loud = builder(message -> WebhookReply.accepted())
                .listener(new WebhookListener() {
                    @Override
                    public void refused(RefusedRequest request) {
                        throw new IllegalStateException();
                    }

                    @Override
                    public void handled(String webhook) {
                        throw new StackOverflowError();
                    }
                })
                .build();
        assertEmpty(loud.handle(telegram(UPDATE)), 200);
        assertEmpty(loud.handle(FakeRequest.of(UPDATE)), 401);
    }

    @Test
    void aDefectOfAVerifierShowsNothing() {
        RequestVerifier broken = new RequestVerifier() {
            @Override
            public Verification beforeBody(WebhookRequest request, Instant now) {
                throw new IllegalStateException(TOKEN);
            }

            @Override
            public Verification verify(WebhookRequest request, byte[] body, Instant now) {
                return Verification.VERIFIED;
            }
        };
        WebhookGuard closed = WebhookGuard.builder(
                        broken, SourceNetworks.anywhere(), message -> WebhookReply.accepted())
                .build();
        assertEmpty(closed.handle(telegram(UPDATE)), 500);
    }

    @Test
    void isNotBuiltWithoutAUsableToken() {
        assertThatThrownBy(() -> TelegramSecretToken.of(List::of)).hasMessageContaining("generate()");
        assertThatThrownBy(() -> TelegramSecretToken.of(AcceptedSecrets.only(Secret.of("short"))))
                .hasMessageContaining("5 characters");
        assertThatThrownBy(() -> TelegramSecretToken.of(AcceptedSecrets.only(Secret.of("schlüssel-schlüssel"))))
                .hasMessageContaining("allowed are")
                .hasMessageNotContaining("schl");
        assertThatThrownBy(() -> TelegramSecretToken.of(AcceptedSecrets.only(Secret.of("x".repeat(257)))))
                .hasMessageContaining("at most 256");
        assertThatThrownBy(() -> builder(message -> WebhookReply.accepted()).name("a b"))
                .hasMessageContaining("name");
        assertThatThrownBy(() -> builder(message -> WebhookReply.accepted()).longestBody(0))
                .hasMessageContaining("longest body is 0");
    }

    @Test
    void generatedTokensAreValidAndDiffer() {
        Secret one = TelegramSecretToken.generate();
        assertThat(TelegramSecretToken.problem(one)).isNull();
        assertThat(one.reveal())
                .hasSize(64)
                .isNotEqualTo(TelegramSecretToken.generate().reveal());
    }

    private WebhookAnswer refuses(FakeRequest request, Refusal reason, int status) {
        int before = handled.size();
        WebhookAnswer answer = guard.handle(request);
        assertEmpty(answer, status);
        assertThat(refused.get(refused.size() - 1).reason()).isEqualTo(reason);
        assertThat(handled).hasSize(before);
        return answer;
    }

    private static void assertEmpty(WebhookAnswer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
    }
}
