package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is missing is found out at the start, and named. */
class SelfCheckTest {

    /** These are no commands of the scripts, but what scripts are run by; Redis itself names them. */
    private static final Set<String> RUNNERS = Set.of("eval", "evalsha");

    private final RedisServer server = RedisServer.shared();

    @Test
    void eachCommandThatIsMissingIsNamed() {
        List<String> granted = GrantedUser.rules().stream()
                .filter(rule -> rule.startsWith("+"))
                .toList();
        assertThat(granted).hasSizeGreaterThan(RUNNERS.size());
        for (String rule : granted) {
            String command = rule.substring(1);
            GrantedUser.make(server, "checked", without(rule));
            assertThatThrownBy(() -> open("checked", "test:check"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(
                            RUNNERS.contains(command) ? "'" + command + "'" : command.toUpperCase(Locale.ROOT) + ": ");
        }
    }

    @Test
    void keysThatAreNotGrantedAreFoundOut() {
        assertThatThrownBy(() -> open(GrantedUser.NAME, "other"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("docs/redis.md")
                .hasMessageContaining("keys");
    }

    @Test
    void aWrongPasswordIsToldAndNotRepeated() {
        String uri = server.uri().replace("redis://", "redis://sentinel:hunter2@");
        assertThatThrownBy(() -> builder(uri, "test:check").build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("WRONGPASS")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @Test
    void aCheckLeavesNothingBehind() {
        long before = server.admin().sync().dbsize();
        open(null, "test:check").close();
        Await.that("keys to expire", () -> server.admin().sync().dbsize() <= before);
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
                .fingerprintKey(FingerprintKey.random());
    }
}
