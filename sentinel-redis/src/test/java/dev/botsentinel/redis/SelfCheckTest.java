package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.store.StoreException;
import dev.botsentinel.testing.ManualTime;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Missing rights are found at the start, and named. */
class SelfCheckTest {

    /** The client calls these, not the scripts; Redis itself names them. */
    private static final Set<String> NAMED_BY_REDIS = Set.of("eval", "evalsha", "subscribe");

    private final TestRedis server = TestRedis.shared();

    @Test
    void eachCommandThatIsMissingIsNamed() {
        List<String> granted = GrantedUser.rules().stream()
                .filter(rule -> rule.startsWith("+"))
                .toList();
        assertThat(granted).hasSizeGreaterThan(NAMED_BY_REDIS.size());
        for (String rule : granted) {
            String command = rule.substring(1);
            GrantedUser.make(server, "checked", without(rule));
            assertThatThrownBy(() -> open("checked", "test:check"), "without %s", rule)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(
                            NAMED_BY_REDIS.contains(command)
                                    ? "'" + command + "'"
                                    : command.toUpperCase(Locale.ROOT) + ": ");
        }
    }

    @Test
    void missingRightsToKeysAreFound() {
        assertThatThrownBy(() -> open(GrantedUser.NAME, "other"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("docs/redis.md")
                .hasMessageContaining("key");
    }

    /** Else each new connection would add to a log that an operator reads for attacks. */
    @Test
    void aUserWithTheDocumentedRightsLeavesTheAclLogEmpty() {
        RedisCommands<byte[], byte[]> admin = server.admin().sync();
        GrantedUser.make(server, "exact", GrantedUser.rules());
        admin.aclLogReset();
        open("exact", "test:check").close();
        assertThat(admin.aclLog()).isEmpty();
        RedisClient lettuce = RedisClient.create(GrantedUser.login(server.uri(), "exact"));
        try (StatefulRedisConnection<String, String> connection = lettuce.connect()) {
            assertThatThrownBy(() -> connection.sync().clientSetname("refused")).hasMessageContaining("NOPERM");
            assertThat(admin.aclLog()).isNotEmpty();
        } finally {
            lettuce.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void missingRightsToTheChannelAreFound() {
        List<String> rules = new ArrayList<>(GrantedUser.rules());
        rules.replaceAll(rule -> rule.startsWith("&") ? "&elsewhere:*" : rule);
        GrantedUser.make(server, "deaf", rules);
        assertThatThrownBy(() -> open("deaf", "test:check"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("docs/redis.md")
                .hasMessageContaining("channel");
    }

    @Test
    void aRecordingNeedsNoRightsToNews() {
        List<String> rules = new ArrayList<>(GrantedUser.rules());
        rules.removeAll(List.of("+publish", "+subscribe", "+info", "&test:*"));
        GrantedUser.make(server, "recorded", rules);
        builder(GrantedUser.login(server.uri(), "recorded"), "test:check")
                .time(new ManualTime(Instant.EPOCH))
                .build()
                .close();
    }

    @Test
    void theErrorForAWrongPasswordDoesNotRepeatIt() {
        String uri = server.uri().replace("redis://", "redis://sentinel:hunter2@");
        assertThatThrownBy(() -> builder(uri, "test:check").build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("WRONGPASS")
                .hasMessageContaining("check user and password in the URI")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @Test
    void aCheckLeavesOnlyTheMarkerBehind() {
        long before = server.admin().sync().dbsize();
        open(null, "test:check").close();
        Await.that("keys but the marker to expire", () -> server.admin().sync().dbsize() <= before + 1);
    }

    private static List<String> without(String rule) {
        List<String> rules = new ArrayList<>(GrantedUser.rules());
        rules.remove(rule);
        return rules;
    }

    private RedisStore open(String user, String prefix) {
        String uri = user == null ? server.uri() : GrantedUser.login(server.uri(), user);
        return builder(uri, prefix).build();
    }

    private static RedisStoreBuilder builder(String uri, String prefix) {
        return RedisStore.builder(uri)
                .keyPrefix(prefix)
                .connectTimeout(Duration.ofSeconds(10))
                .fingerprintKey(RedisHarness.KEY);
    }
}
