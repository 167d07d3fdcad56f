package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.UserRepository;
import dev.botsentinel.request.DisplayName;
import dev.botsentinel.storage.tests.UserRepositoryContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisUserRepositoryTest extends UserRepositoryContract {

    private final TestRedis server = TestRedis.shared();
    private final String prefix = "test:" + UUID.randomUUID();
    private final List<RedisStore> stores = new ArrayList<>();

    @AfterEach
    void close() {
        of(opened(builder(server.uri()).time(InstantSource.system())).removeAll());
        stores.forEach(RedisStore::close);
    }

    @Override
    protected UserRepository open(InstantSource time) {
        return opened(builder().time(time)).users();
    }

    @Test
    void registeredUsersStayAndOthersExpireAfterAMonth() {
        RedisStore byServersTime = opened(builder());
        of(byServersTime.users().ensure("seen", DisplayName.NONE));
        of(byServersTime.users().register("registered", Set.of()));
        assertThat(ttl("seen"))
                .isBetween(Duration.ofDays(29).toMillis(), Duration.ofDays(30).toMillis());
        assertThat(ttl("registered")).isEqualTo(-1);
        of(byServersTime.users().unregister("registered"));
        assertThat(ttl("registered")).isPositive();
    }

    @Test
    void anotherInstanceSeesItAtOnce() {
        of(opened(builder()).users().register("42", Set.of("admin")));
        assertThat(of(opened(builder()).users().get("42")))
                .hasValueSatisfying(user -> assertThat(user.roles()).containsExactly("admin"));
    }

    private long ttl(String id) {
        return server.admin().sync().pttl(new Keys(prefix).user(id));
    }

    /** With the least rights; removing needs more. */
    private RedisStoreBuilder builder() {
        return builder(GrantedUser.login(server.uri()));
    }

    private RedisStoreBuilder builder(String uri) {
        return RedisStore.builder(uri)
                .keyPrefix(prefix)
                .timeout(Duration.ofSeconds(5))
                .connectTimeout(Duration.ofSeconds(10))
                .fingerprintKey(RedisHarness.KEY);
    }

    private RedisStore opened(RedisStoreBuilder builder) {
        RedisStore store = builder.build();
        stores.add(store);
        return store;
    }

    private static <T> T of(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
