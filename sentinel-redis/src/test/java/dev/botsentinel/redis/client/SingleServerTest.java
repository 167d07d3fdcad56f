package dev.botsentinel.redis.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.redis.TestRedis;
import io.lettuce.core.SslOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls to one server, with scripts that only follow the protocol. */
class SingleServerTest {

    private static final Script NO_CHECK = new Script("""
            local clock = redis.call('TIME')
            return {struct.unpack('<I4', ARGV[1], 17), clock[1] * 1000000 + clock[2], 1, false, false}
            """);

    private static final Script COUNT = new Script("""
            local clock = redis.call('TIME')
            local server = clock[1] * 1000000 + clock[2]
            local deadline, _, token = struct.unpack('<ddI4', ARGV[1])
            if server > deadline then
              return {token, server, 0}
            end
            return {token, server, 1, redis.call('INCR', KEYS[1]), redis.call('PEXPIRE', KEYS[1], 60000)}
            """);

    private final String prefix = "test:" + UUID.randomUUID() + ":";
    private final ScriptArgs count = new ScriptArgs(COUNT, List.of(key("count")), List.of());
    private final SingleServer client = new SingleServer(new Settings(
            Endpoints.parse(TestRedis.shared().uri()),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            SslOptions.create(),
            null,
            new CheckScript(NO_CHECK, tag -> List.of(key(tag))),
            null));

    @BeforeEach
    void connect() throws Exception {
        client.start().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aScriptThatTheServerDoesNotKnowRunsOnce() throws Exception {
        assertThat(await(client.run(count)).number(Reply.REST)).isEqualTo(1);
        assertThat(await(client.run(count)).number(Reply.REST)).isEqualTo(2);
    }

    @Test
    void aCallThatIsLateBecauseOfAWrongClockIsTriedOnceMore() throws Exception {
        long now = System.nanoTime();
        client.connection().session().clock().learn(now, now, 1);
        assertThat(await(client.run(count)).number(Reply.REST)).isEqualTo(1);
    }

    @Test
    void aCallWithoutTimeLeftIsNotSent() throws Exception {
        assertThatThrownBy(() -> await(client.run(count, System.nanoTime() - 1)))
                .hasMessageContaining("no time was left");
        assertThat(await(client.run(count)).number(Reply.REST)).isEqualTo(1);
    }

    @Test
    void keysAreFoundAndDeletedByPattern() throws Exception {
        await(client.run(count));
        await(client.run(new ScriptArgs(COUNT, List.of(key("other")), List.of())));
        byte[] pattern = key("*");
        assertThat(await(client.find(pattern)))
                .extracting(key -> new String(key, US_ASCII))
                .containsExactlyInAnyOrder(prefix + "count", prefix + "other");
        assertThat(await(client.deleteAll(pattern))).isEqualTo(2);
        assertThat(await(client.find(pattern))).isEmpty();
    }

    private byte[] key(String name) {
        return (prefix + name).getBytes(US_ASCII);
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
