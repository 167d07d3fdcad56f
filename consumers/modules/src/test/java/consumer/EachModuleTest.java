package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.botsentinel.Sentinel;
import dev.botsentinel.bucket4j.Bucket4jLimits;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policytest.GuardUnderTest;
import dev.botsentinel.policytest.SentUpdate;
import dev.botsentinel.policytest.junit.PolicyExtension;
import dev.botsentinel.redaction.TokenRedactor;
import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.scan.TextScanner;
import dev.botsentinel.secret.Secret;
import dev.botsentinel.servlet.GuardedWebhook;
import dev.botsentinel.storage.tests.SentinelStoreContract;
import dev.botsentinel.storage.tests.StoreHarness;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.telegram.TelegramUpdate;
import dev.botsentinel.telegrambots.TelegramBots;
import dev.botsentinel.testing.DecisionAssert;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.telegram.telegrambots.meta.api.objects.Update;

/** Every module does something from its published jar, with nothing but what its pom brings. */
class EachModuleTest {

    private static final PolicySet ONE_A_MINUTE =
            PolicySet.builder().defaults(Policy.limits(RateLimit.perMinute(1))).build();

    private static final String UPDATE =
            "{\"update_id\":1,\"message\":{\"from\":{\"id\":42},\"chat\":{\"id\":42},\"text\":\"hi\"}}";

    @RegisterExtension
    static final PolicyExtension POLICY = PolicyExtension.of(ONE_A_MINUTE);

    @Test
    void coreMemoryTelegramAndTesting() {
        try (SentinelStore store = MemoryStore.create();
                Sentinel<TelegramUpdate> sentinel = Sentinel.builder(TelegramUpdate::request)
                        .policy(ONE_A_MINUTE)
                        .store(store)
                        .build()) {
            DecisionAssert.assertThat(sentinel.check(TelegramUpdate.parse(UPDATE))).isAllowed();
            DecisionAssert.assertThat(sentinel.check(TelegramUpdate.parse(UPDATE))).isDenied(Reason.RATE_LIMITED);
        }
    }

    @Test
    void bucket4j() {
        try (SentinelStore store = Bucket4jLimits.around(MemoryStore.create()).build()) {
            assertFalse(store.toString().isEmpty());
        }
    }

    @Test
    void policyTests(GuardUnderTest guard) {
        guard.check(SentUpdate.from(42).text("hi")).isAllowed();
        guard.check(SentUpdate.from(42).text("hi")).isDenied();
    }

    /** Nothing listens there: the storage says so, by Lettuce and Netty that it found. */
    @Test
    void redis() {
        try (SentinelStore store = RedisStore.builder("redis://127.0.0.1:1")
                .fingerprintKey(FingerprintKey.ofHex("00112233445566778899aabbccddeeff"))
                .connectTimeout(Duration.ofMillis(200))
                .build()) {
            Exception failure = assertThrows(
                    Exception.class,
                    () -> store.admin().blocks(null, 1).toCompletableFuture().get());
            assertTrue(failure.getCause() instanceof StoreException, failure.toString());
        }
    }

    @Test
    void webLoggingAndScan() {
        assertFalse(Secret.of("hunter2-hunter2").toString().contains("hunter2"));
        String token = "123456789:AA" + "Hkq3LmZp8RtVxYw2NbCd4FgJsT6uE7iOa";
        assertFalse(TokenRedactor.redact("GET /bot" + token + "/getMe").contains(token.substring(10)));
        assertEquals(1, TextScanner.scan("a.properties", "bot.token=" + token + "\n").size());
    }

    @Test
    void servletAndTelegrambots() {
        try (SentinelStore store = MemoryStore.create();
                Sentinel<Update> sentinel =
                        Sentinel.<Update>builder(TelegramBots::request).store(store).build()) {
            assertTrue(sentinel.check(new Update()).isAllowed());
            GuardedWebhook.builder(sentinel, delivery -> new Update()).build();
        }
    }

    /** The contract of storages, as somebody with a storage of his own runs it. */
    @Nested
    class StorageTests extends SentinelStoreContract {

        @Override
        protected StoreHarness open(InstantSource time) {
            SentinelStore store = MemoryStore.builder().time(time).build();
            return new StoreHarness() {
                @Override
                public SentinelStore instance() {
                    return store;
                }

                @Override
                public void close() {
                    store.close();
                }
            };
        }
    }
}
