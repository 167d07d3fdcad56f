package dev.botsentinel.redis;

import static dev.botsentinel.redis.Instance.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.DisplayName;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.StoredItem;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Erasing a subject leaves nothing in Redis: no key, no value, no byte. */
class ErasureTest {

    private static final String ID = "7310448290";
    private static final Subject SUBJECT = new Subject(ID);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final String prefix = "test:" + UUID.randomUUID();

    @Test
    void onOneServer() throws Exception {
        TestRedis server = TestRedis.shared();
        nothingIsLeft(GrantedUser.login(server.uri()), List.of(server.admin().sync()));
    }

    @Test
    void onACluster() throws Exception {
        RedisClusterServers servers = RedisClusterServers.shared();
        nothingIsLeft(
                servers.uri().replace("redis-cluster://", "redis-cluster://sentinel:p%40ss%2Fword@"),
                IntStream.range(0, RedisClusterServers.MASTERS)
                        .mapToObj(servers::master)
                        .toList());
    }

    @Test
    void withoutTheRightToScanItIsAnErrorAndNothingIsErased() throws Exception {
        TestRedis server = TestRedis.shared();
        GrantedUser.make(server, "narrow", GrantedUser.rules());
        try (Instance instance = Instance.at(GrantedUser.login(server.uri(), "narrow"), prefix)) {
            await(instance.store.admin().block(SUBJECT, null, "anna", ""));
            assertThatThrownBy(() -> await(instance.store.admin().erase(SUBJECT)))
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContaining("scan");
            assertThat(await(instance.store.admin().blockOf(SUBJECT))).isPresent();
            await(instance.store.admin().unblock(SUBJECT));
        }
    }

    /** Without a scan, the answer can't be that there is nothing. */
    @Test
    void anUnreachableClusterIsNotTakenForAnEmptyOne() {
        try (RedisStore store = RedisStore.builder("redis-cluster://127.0.0.1:" + ServerProcess.freePort())
                .fingerprintKey(RedisHarness.KEY)
                .build()) {
            assertThatThrownBy(() -> await(store.admin().export(SUBJECT))).hasCauseInstanceOf(StoreException.class);
            assertThatThrownBy(() -> await(store.admin().erase(SUBJECT))).hasCauseInstanceOf(StoreException.class);
        }
    }

    private void nothingIsLeft(String uri, List<RedisCommands<byte[], byte[]>> servers) throws Exception {
        try (Instance one = Instance.at(uri, prefix);
                Instance other = Instance.at(uri, prefix)) {
            await(one.remote.users().ensure(ID, DisplayName.of("Ann")));
            await(one.remote.users().register(ID, Set.of("user")));
            for (int chat = 0; chat < 300; chat++) {
                await(BoundPlan.of(List.of(limit(Scope.USER), limit(Scope.MEMBER)), ID, "-" + chat, null, false)
                        .on(one.store));
            }
            await(one.store.admin().block(SUBJECT, null, "anna", "asked to be gone"));
            assertThat(found(servers)).isNotEmpty();
            assertThat(await(other.store.admin().export(SUBJECT)))
                    .hasSize(303)
                    .extracting(StoredItem::kind)
                    .contains(StoredItem.Kind.USER, StoredItem.Kind.BLOCK, StoredItem.Kind.LIMIT);
            assertThat(await(one.store.admin().erase(SUBJECT))).isPresent();
            assertThat(found(servers)).isEmpty();
            assertThat(await(one.store.admin().export(SUBJECT))).isEmpty();
            Await.value("the news of the block", SOON, () -> other.heardOf("lifted " + ID));
            Await.value("the news of the principal", SOON, () -> other.heardOf("forget " + ID));
        }
    }

    /** The places where the id still is. */
    private static List<String> found(List<RedisCommands<byte[], byte[]>> servers) {
        List<String> found = new ArrayList<>();
        for (RedisCommands<byte[], byte[]> redis : servers) {
            ScanCursor cursor = ScanCursor.INITIAL;
            do {
                KeyScanCursor<byte[]> keys = redis.scan(cursor);
                for (byte[] key : keys.getKeys()) {
                    String name = new String(key, ISO_8859_1);
                    byte[] dump = redis.type(key).equals("zset")
                            ? String.join(
                                            " ",
                                            redis.zrange(key, 0, -1).stream()
                                                    .map(member -> new String(member, ISO_8859_1))
                                                    .toList())
                                    .getBytes(ISO_8859_1)
                            : redis.get(key);
                    if (name.contains(ID) || (dump != null && new String(dump, ISO_8859_1).contains(ID))) {
                        found.add(name);
                    }
                }
                cursor = ScanCursor.of(keys.getCursor());
                cursor.setFinished(keys.isFinished());
            } while (!cursor.isFinished());
        }
        return found;
    }

    private static Step limit(Scope scope) {
        RateLimit limit = RateLimit.perMinute(1000).scope(scope);
        return new Step.TakePermits(new AppliedLimit(scope.label(), "=" + scope.label(), limit.scope(), limit));
    }
}
