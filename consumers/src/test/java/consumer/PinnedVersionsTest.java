package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.botsentinel.Sentinel;
import dev.botsentinel.library.IncompatibleLibraryException;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.telegram.Telegram;
import dev.botsentinel.telegram.TelegramUpdate;
import dev.botsentinel.telegrambots.ContainedPolling;
import dev.botsentinel.telegrambots.TelegramBots;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.api.objects.polls.PollAnswer;
import redis.embedded.RedisServer;

/** Guards work with the versions that a framework pins. Prints them, so that a log says what was tried. */
class PinnedVersionsTest {

    private static final PolicySet TWO_A_MINUTE =
            PolicySet.builder().defaults(Policy.limits(RateLimit.perMinute(2))).build();

    private static final String UPDATE =
            "{\"update_id\":1,\"message\":{\"from\":{\"id\":42},\"chat\":{\"id\":42},\"text\":\"hi\",\"nested\":[1,2.5,null,true]}}";

    static {
        for (String type : List.of(
                "io.lettuce.core.RedisClient",
                "io.netty.util.HashedWheelTimer",
                "com.fasterxml.jackson.annotation.JsonInclude",
                "com.fasterxml.jackson.databind.ObjectMapper",
                "tools.jackson.core.JsonParser",
                "tools.jackson.databind.JsonNode",
                "com.github.benmanes.caffeine.cache.Caffeine",
                "org.slf4j.Logger")) {
            try {
                Class<?> found = Class.forName(type, false, PinnedVersionsTest.class.getClassLoader());
                String place = found.getProtectionDomain().getCodeSource().getLocation().getPath();
                System.out.println("with " + place.substring(place.lastIndexOf('/') + 1));
            } catch (ClassNotFoundException missing) {
                System.out.println("without " + type);
            }
        }
    }

    @Test
    void telegramUpdatesAreReadAndDecidedOn() {
        Sentinel<TelegramUpdate> guard = Sentinel.builder(TelegramUpdate::request)
                .platform(Telegram.PLATFORM)
                .policy(TWO_A_MINUTE)
                .store(MemoryStore.create())
                .build();
        TelegramUpdate update = TelegramUpdate.parse(UPDATE);
        assertEquals("hi", update.json().get("message").get("text").stringValue());
        assertTrue(guard.check(update).isAllowed());
        assertTrue(guard.check(update).isAllowed());
        assertFalse(guard.check(update).isAllowed());
        guard.close();
    }

    @Test
    void updatesOfTelegrambotsAreReadByItsObjectsAndByJson() {
        List<Update> handled = new ArrayList<>();
        Sentinel<Update> guard = Sentinel.<Update>builder(TelegramBots::request)
                .policy(TWO_A_MINUTE)
                .store(MemoryStore.create())
                .build();
        Update update = new Update();
        update.setUpdateId(1);
        User user = new User(42L, "Anna", false);
        update.setPollAnswer(new PollAnswer("1", user, List.of(0), null, List.of("a")));
        ContainedPolling polling = ContainedPolling.of(guard.guard(handled::add), guard);
        polling.consume(List.of(update, update, update));
        polling.close();
        assertEquals(2, handled.size());
        assertEquals(0, polling.failures());
    }

    @Test
    void redisCountsAndBlocks() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        redis.start();
        try (SentinelStore store = store(port);
                Sentinel<TelegramUpdate> guard = Sentinel.builder(TelegramUpdate::request)
                        .policy(TWO_A_MINUTE)
                        .store(store)
                        .build()) {
            TelegramUpdate update = TelegramUpdate.parse(UPDATE);
            assertTrue(guard.check(update).isAllowed());
            assertTrue(guard.check(update).isAllowed());
            assertEquals("rate_limited", reason(guard, update));
            guard.blocklist().block("42", Duration.ofMinutes(1), "anna", "a test").toCompletableFuture().join();
            assertEquals("blocked", reason(guard, update));
        } finally {
            redis.stop();
        }
    }

    private static String reason(Sentinel<TelegramUpdate> guard, TelegramUpdate update) {
        return ((dev.botsentinel.decision.Decision.Denied) guard.check(update)).reason().label();
    }

    private static SentinelStore store(int port) {
        return RedisStore.builder("redis://127.0.0.1:" + port)
                .fingerprintKey(FingerprintKey.random())
                .timeout(Duration.ofSeconds(2))
                .build();
    }

    @Test
    @Tag("too-old")
    void whatIsTooOldIsSaidWhenTheStorageIsBuilt() {
        IncompatibleLibraryException failure = assertThrows(IncompatibleLibraryException.class, () -> store(1));
        assertTrue(
                failure.getMessage()
                        .startsWith("sentinel-redis needs io.lettuce:lettuce-core 6.6 or later (the class path has lettuce-core-"),
                failure.getMessage());
    }
}
