package dev.botsentinel.data.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.data.storage.DataOwner;
import dev.botsentinel.data.storage.DataStorage;
import dev.botsentinel.data.storage.DataStorageContract;
import dev.botsentinel.data.storage.DataWrite;
import dev.botsentinel.store.StoreException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RedisDataStorageTest extends DataStorageContract {

    private static final DataOwner ANN = DataOwner.user("42");

    private static LocalRedis redis;

    @BeforeAll
    static void start() {
        redis = new LocalRedis();
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @Override
    protected DataStorage open() {
        redis.commands().flushall();
        return RedisDataStorage.connect(redis.uri(), "shop:data");
    }

    @Test
    void whatEndsHasATtlAndWhatDoesntHasNone() {
        try (DataStorage storage = open()) {
            Instant now = Instant.now();
            write(storage, "city", now.plusSeconds(1000), null);
            assertThat(ttl("v:u:42:city")).isBetween(990_000L, 1_000_000L);
            assertThat(ttl("i:u:42")).isBetween(990_000L, 1_000_000L);
            write(storage, "mail", now.plusSeconds(2000), null);
            assertThat(ttl("i:u:42")).isBetween(1_990_000L, 2_000_000L);
            write(storage, "zip", null, null);
            assertThat(ttl("v:u:42:zip")).isEqualTo(-1);
            assertThat(ttl("i:u:42")).isEqualTo(-1);
        }
    }

    @Test
    void theOwnersEndIsTheTtlOfAllAndMovesWithEachTouch() {
        try (DataStorage storage = open()) {
            Instant now = Instant.now();
            write(storage, "city", null, now.plusSeconds(1000));
            write(storage, "mail", now.plusSeconds(500), now.plusSeconds(1000));
            assertThat(ttl("v:u:42:city")).isBetween(990_000L, 1_000_000L);
            assertThat(ttl("v:u:42:mail")).isBetween(490_000L, 500_000L);
            storage.keepUntil(ANN, now.plusSeconds(3000), now);
            assertThat(ttl("v:u:42:city")).isBetween(2_990_000L, 3_000_000L);
            assertThat(ttl("v:u:42:mail")).isBetween(490_000L, 500_000L);
            assertThat(ttl("i:u:42")).isBetween(2_990_000L, 3_000_000L);
        }
    }

    @Test
    void ownerOfWhomTheServerHasExpiredAllGoesAtTheNextSweep() {
        try (DataStorage storage = open()) {
            write(storage, "city", Instant.now().plusSeconds(1000), null);
            redis.commands().del("shop:data:v:u:42:city", "shop:data:i:u:42");
            assertThat(storage.owners(null, 10)).containsExactly(ANN);
            storage.sweep(Instant.now(), Set.of());
            assertThat(redis.commands().keys("*")).isEmpty();
        }
    }

    @Test
    void nothingIsLeftOfARemovedOwner() {
        try (DataStorage storage = open()) {
            write(
                    storage,
                    "city",
                    Instant.now().plusSeconds(1000),
                    Instant.now().plusSeconds(2000));
            storage.removeAll(ANN);
            assertThat(redis.commands().keys("*")).isEmpty();
        }
    }

    @Test
    void twoPrefixesShareNothing() {
        try (DataStorage storage = open();
                DataStorage other = RedisDataStorage.connect(redis.uri(), "other")) {
            write(storage, "city", null, null);
            assertThat(other.readAll(ANN, Instant.now())).isEmpty();
            assertThat(other.owners(null, 10)).isEmpty();
        }
    }

    @Test
    void noRedisIsAnErrorThatSaysSo() {
        assertThatThrownBy(() -> RedisDataStorage.connect("redis://user:hush@127.0.0.1:1", "p"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageNotContaining("hush");
    }

    private static void write(DataStorage storage, String name, Instant until, Instant ownerUntil) {
        assertThat(storage.write(
                        ANN, new DataWrite(name, null, new byte[] {1}, until, ownerUntil, List.of()), Instant.now()))
                .isTrue();
    }

    private static long ttl(String key) {
        return redis.commands().pttl("shop:data:" + key);
    }
}
