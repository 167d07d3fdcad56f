package dev.botsentinel.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.secret.AcceptedSecrets;
import dev.botsentinel.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes again is handled once, and what failed is handled again. */
class RepeatedMessagesTest {

    private static final String TOKEN = "a-token-of-the-webhook-0123456789";

    private final List<String> handled = new ArrayList<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private final List<Refusal> refused = new ArrayList<>();

    private WebhookGuardBuilder builder(WebhookHandler handler) {
        return WebhookGuard.builder(
                        TelegramSecretToken.of(AcceptedSecrets.only(Secret.of(TOKEN))),
                        SourceNetworks.telegram(),
                        handler)
                .listener(new WebhookListener() {
                    @Override
                    public void repeated(String webhook) {
                        repeated.incrementAndGet();
                    }

                    @Override
                    public void refused(RefusedRequest request) {
                        refused.add(request.reason());
                    }
                });
    }

    private WebhookReply record(WebhookMessage message) {
        handled.add(message.text());
        return WebhookReply.json("{}");
    }

    private static FakeRequest update(long id) {
        return FakeRequest.of("{\"update_id\":" + id + ",\"message\":{\"update_id\":1}}")
                .with(TelegramSecretToken.HEADER, TOKEN);
    }

    @Test
    void aHandledUpdateThatComesAgainIsAnswered200AndNotHandled() {
        WebhookGuard guard = builder(this::record).build();
        assertThat(guard.handle(update(7)).body()).isNotEmpty();
        WebhookAnswer again = guard.handle(update(7));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).as("what it called for was done").isEmpty();
        guard.handle(update(8));
        assertThat(handled).hasSize(2);
        assertThat(repeated).hasValue(1);
        assertThat(refused).isEmpty();
    }

    /** The control: without memory each is handled. */
    @Test
    void withoutMemoryEachIsHandled() {
        WebhookGuard guard = builder(this::record).rememberMessages(0).build();
        guard.handle(update(7));
        guard.handle(update(7));
        assertThat(handled).hasSize(2);
    }

    @Test
    void eachBotHasItsOwnMemory() {
        builder(this::record).build().handle(update(7));
        builder(this::record).build().handle(update(7));
        assertThat(handled).hasSize(2);
    }

    @Test
    void whatFailedIsLetInAgain() {
        AtomicInteger calls = new AtomicInteger();
        List<WebhookHandler> failures = List.of(
                message -> {
                    throw new IllegalStateException();
                },
                message -> {
                    throw new StackOverflowError();
                },
                message -> {
                    throw new NotAnUpdateException(new IllegalStateException());
                },
                message -> WebhookReply.tryAgainAfter(Duration.ofSeconds(1)));
        WebhookGuard guard = builder(message -> {
                    int call = calls.getAndIncrement();
                    return call < failures.size() ? failures.get(call).handle(message) : record(message);
                })
                .redeliverFailures()
                .build();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            statuses.add(guard.handle(update(7)).status());
        }
        assertThat(statuses).containsExactly(500, 500, 400, 429, 200, 200);
        assertThat(handled).hasSize(1);
    }

    /** Were it answered 200, it would be lost if the first one fails. */
    @Test
    void whatIsUnderWayIsPutOff() {
        List<WebhookAnswer> inner = new ArrayList<>();
        WebhookGuard[] self = new WebhookGuard[1];
        self[0] = builder(message -> {
                    if (inner.isEmpty()) {
                        inner.add(self[0].handle(update(7)));
                        throw new IllegalStateException();
                    }
                    return record(message);
                })
                .redeliverFailures()
                .build();
        assertThat(self[0].handle(update(7)).status()).isEqualTo(500);
        assertThat(inner.get(0).status()).isEqualTo(429);
        assertThat(inner.get(0).headers()).containsKey("Retry-After");
        assertThat(refused).containsExactly(Refusal.UNDER_WAY);
        assertThat(self[0].handle(update(7)).status()).isEqualTo(200);
        assertThat(handled).hasSize(1);
    }

    @Test
    void asManyAreRememberedAsWasSaid() {
        WebhookGuard guard = builder(this::record).rememberMessages(100).build();
        for (int id = 0; id <= 100; id++) {
            guard.handle(update(id));
        }
        handled.clear();
        guard.handle(update(100));
        guard.handle(update(1));
        assertThat(handled).isEmpty();
        guard.handle(update(0));
        assertThat(handled).as("the oldest was forgotten").hasSize(1);
        assertThatThrownBy(() -> builder(this::record).rememberMessages(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> builder(this::record).rememberMessages(1_000_001))
                .hasMessageContaining("1000001");
    }

    @Test
    void aMillionMessagesLeaveTheBoundedNumber() {
        RepeatedMessages messages = new RepeatedMessages("update_id", 1000);
        for (int i = 0; i < 1_000_000; i++) {
            String id = Integer.toString(i);
            assertThat(messages.begin(id) == RepeatedMessages.Before.NEVER).isTrue();
            messages.end(id, i % 3 != 0);
        }
        assertThat(messages.size()).isEqualTo(1000);
    }

    /** Eight deliverers send each of 2,000 updates, whose first handling fails, until it is taken. */
    @Test
    void underLoadEachIsHandledOnceAndNoneIsLost() throws Exception {
        Map<String, AtomicInteger> successes = new ConcurrentHashMap<>();
        Map<String, Boolean> failed = new ConcurrentHashMap<>();
        WebhookGuard guard = WebhookGuard.builder(
                        TelegramSecretToken.of(AcceptedSecrets.only(Secret.of(TOKEN))),
                        SourceNetworks.telegram(),
                        message -> {
                            if (failed.put(message.text(), true) == null) {
                                throw new IllegalStateException();
                            }
                            successes
                                    .computeIfAbsent(message.text(), key -> new AtomicInteger())
                                    .incrementAndGet();
                            return WebhookReply.accepted();
                        })
                .redeliverFailures()
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> deliveries = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                deliveries.add(threads.submit(() -> {
                    for (int id = 0; id < 2000; id++) {
                        int status;
                        do {
                            status = guard.handle(update(id)).status();
                        } while (status != 200);
                    }
                }));
            }
            for (Future<?> delivery : deliveries) {
                delivery.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(successes).hasSize(2000);
        assertThat(successes.values()).allMatch(it -> it.get() == 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"update_id\":7}|7",
                "{ \"a\" : \"\\\"update_id\\\":9\" , \"update_id\" : 7 }|7",
                "{\"a\":{\"update_id\":1},\"b\":[{\"update_id\":2}],\"update_id\":3,\"c\":1}|3",
                "{\"a\":\"update_id\",\"update_id\":\"x\"}|\"x\"",
                "{\"update_id\":7,\"update_id\":8}|7",
                "{\"update_id\":{\"a\":1}}|",
                "{\"update_id\":[1]}|",
                "{\"UPDATE_ID\":1}|",
                "{}|"
            })
    void findsTheOutermostMember(String json, String value) {
        assertThat(JsonMember.find(json.getBytes(StandardCharsets.UTF_8), "update_id"))
                .isEqualTo(value);
    }

    @Test
    void idsThatAreTooLongAndMessagesWithoutOneAreHandledEachTime() {
        WebhookGuard guard = builder(this::record).build();
        for (int i = 0; i < 2; i++) {
            guard.handle(FakeRequest.of("{\"update_id\":\"" + "x".repeat(63) + "\"}")
                    .with(TelegramSecretToken.HEADER, TOKEN));
            guard.handle(FakeRequest.of("{}").with(TelegramSecretToken.HEADER, TOKEN));
        }
        assertThat(handled).hasSize(4);
    }
}
