package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.testing.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls, keys and connections, which the contract can't see. Uses the server's time. */
class RedisStoreTest {

    private static final Escalation AT_ONCE =
            Escalation.of(1, Duration.ofSeconds(60), List.of(Duration.ofSeconds(60)), Duration.ofSeconds(60));

    private final TestRedis server = TestRedis.shared();
    private final String prefix = "test:" + UUID.randomUUID();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @Test
    void aDecisionIsOneCallHoweverManyLimits() throws Exception {
        RedisStore store = open(server.uri());
        BoundPlan plan = plan(
                AT_ONCE,
                limit("a", RateLimit.perMinute(100)),
                limit("b", RateLimit.perSecond(100)),
                limit("c", RateLimit.tokenBucket(100, Duration.ofMinutes(1))),
                limit("d", RateLimit.perMinute(100).scope(Scope.CHAT)),
                limit("e", RateLimit.perMinute(100).scope(Scope.MEMBER)),
                limit("f", RateLimit.fixedWindow(1000, Duration.ofMinutes(1)).scope(Scope.GLOBAL)));
        await(plan.on(store));
        long before = calls("evalsha") + calls("eval");
        for (int i = 0; i < 10; i++) {
            assertThat(await(plan.on(store))).isInstanceOf(Verdict.Admitted.class);
        }
        assertThat(calls("evalsha") + calls("eval") - before).isEqualTo(10);
    }

    @Test
    void aServerThatForgotTheScriptsGetsThemAgain() throws Exception {
        RedisStore store = open(server.uri());
        await(plan(null, limit("a", RateLimit.perMinute(2))).on(store));
        server.admin().sync().scriptFlush();
        assertThat(await(plan(null, limit("a", RateLimit.perMinute(2))).on(store)))
                .isEqualTo(new Verdict.AdmittedBuilder(1).remaining(0, 0).build());
    }

    @Test
    void keysOutliveTheirContentByAMinute() throws Exception {
        RedisStore store = open(server.uri());
        await(plan(null, limit("a", RateLimit.slidingWindow(5, Duration.ofSeconds(50))))
                .on(store));
        assertThat(ttl(Owner.user("42"))).isBetween(100_000L, 110_001L);
        await(plan(AT_ONCE, limit("none", RateLimit.fixedWindow(0, Duration.ofSeconds(1))))
                .on(store));
        assertThat(ttl(Owner.user("42"))).isBetween(170_000L, 180_001L);
        await(store.admin().block(new Subject("42"), null, "admin", ""));
        assertThat(ttl(Owner.user("42"))).isEqualTo(-1);
        await(store.admin().unblock(new Subject("42")));
        assertThat(ttl(Owner.user("42"))).isBetween(100_000L, 180_001L);
    }

    @Test
    void theIndexLetsGoOfBlocksThatEnded() throws Exception {
        Keys keys = new Keys(prefix);
        for (int i = 0; i < 15; i++) {
            server.admin().sync().zadd(keys.blockEnds(), i, Cesu8.bytes("old" + i));
            server.admin().sync().zadd(keys.blockedIds(), 0, Cesu8.bytes("old" + i));
        }
        RedisStore store = open(server.uri());
        await(store.admin().block(new Subject("42"), Duration.ofSeconds(5), "admin", ""));
        await(store.admin().block(new Subject("43"), Duration.ofSeconds(5), "admin", ""));
        assertThat(server.admin().sync().zcard(keys.blockedIds())).isEqualTo(2);
        assertThat(server.admin().sync().zcard(keys.blockEnds())).isEqualTo(2);
    }

    @Test
    void anotherVersionsBlockStays() throws Exception {
        byte[] key = new Keys(prefix).owner(Owner.user("42"));
        byte[] value = new StructWriter()
                .small(99)
                .raw(new byte[] {0, 0, 0, 0, 0, 0, 32})
                .letter('M')
                .raw(new byte[] {1, 2, 3})
                .bytes();
        server.admin().sync().set(key, value);
        RedisStore store = open(server.uri());
        BoundPlan asking = plan(null, Step.NotBlocked.ENFORCE);
        assertThat(await(asking.on(store))).isInstanceOf(Verdict.Blocked.class);
        await(plan(null, limit("a", RateLimit.perMinute(2))).on(store));
        assertThat(await(asking.on(store))).isInstanceOf(Verdict.Blocked.class);
        assertThat(ttl(Owner.user("42"))).isEqualTo(-1);
    }

    @Test
    void aStartWithRedisDownConnectsInTheBackground() throws Exception {
        TestRedis own = TestRedis.start();
        opened.add(own);
        own.stop();
        RedisStore store = open(own.uri());
        assertThatThrownBy(() -> await(plan(null, Step.NotBlocked.ENFORCE).on(store)))
                .hasRootCauseInstanceOf(StoreException.class)
                .hasMessageContaining("no connection to Redis at " + own.host() + ":" + own.port());
        own.startAgain();
        Await.value(
                "a connection",
                Duration.ofSeconds(20),
                () -> await(plan(null, Step.NotBlocked.ENFORCE).on(store)));
    }

    @Test
    void theDatabaseAndTheConnectionsNameAreTheUris() throws Exception {
        RedisStore store = open(server.uri() + "/3?clientName=bot-1");
        await(plan(null, Step.NotBlocked.ENFORCE).on(store));
        assertThat(server.admin().sync().clientList().lines())
                .filteredOn(line -> line.contains("name=bot-1"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("db=3"));
    }

    @Test
    void noPasswordIsLogged() {
        PrintStream err = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, UTF_8));
        try {
            String wrong = server.uri().replace("redis://", "redis://sentinel:hunter2@");
            assertThatThrownBy(() -> open(wrong)).hasMessageNotContaining("hunter2");
            open("redis://sentinel:hunter2@127.0.0.1:" + ServerProcess.freePort());
        } finally {
            System.setErr(err);
        }
        assertThat(logged.toString(UTF_8)).contains("WRONGPASS", "refused").doesNotContain("hunter2");
    }

    @Test
    void aSilentConnectionIsGivenUp() throws Exception {
        Wire wire = new Wire(server.host(), server.port());
        opened.add(wire);
        RedisStore store = open(wire.uri());
        int before = wire.connections();
        wire.hold();
        assertThatThrownBy(() -> await(plan(null, Step.NotBlocked.ENFORCE).on(store)))
                .hasMessageContaining("no answer in time");
        Await.that("another connection", () -> wire.connections() > before);
        wire.release();
        Await.value(
                "an answer",
                Duration.ofSeconds(20),
                () -> await(plan(null, Step.NotBlocked.ENFORCE).on(store)));
    }

    @Test
    void removingAPrefixLeavesThoseThatContinueIt() throws Exception {
        RedisStore live = open(server.uri(), prefix + ":prod");
        await(live.admin().block(new Subject("42"), null, "admin", "spam"));
        RedisStore recording = RedisStore.builder(server.uri())
                .keyPrefix(prefix)
                .fingerprintKey(RedisHarness.KEY)
                .time(new ManualTime(Instant.parse("2026-01-01T00:00:00Z")))
                .build();
        opened.add(recording);
        await(recording.admin().block(new Subject("43"), null, "admin", "spam"));
        assertThat(await(recording.removeAll())).isEqualTo(3); // the subject and the index
        assertThat(await(recording.admin().blockOf(new Subject("43")))).isEmpty();
        assertThat(await(live.admin().blockOf(new Subject("42")))).isPresent();
        assertThat(await(live.admin().blocks(null, 10)).blocks()).hasSize(1);
        await(live.admin().unblock(new Subject("42")));
    }

    @Test
    void anInstanceWithAnotherFingerprintKeyDoesNotStart() throws Exception {
        open(server.uri());
        FingerprintKey another = FingerprintKey.random();
        assertThatThrownBy(() -> RedisStore.builder(server.uri())
                        .keyPrefix(prefix)
                        .connectTimeout(Duration.ofSeconds(3))
                        .fingerprintKey(another)
                        .build())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("fingerprintKey")
                .hasMessageContaining(prefix + ":{check}key");
        server.admin().sync().del(new Keys(prefix).fingerprintKey());
        RedisStore changed = RedisStore.builder(server.uri())
                .keyPrefix(prefix)
                .connectTimeout(Duration.ofSeconds(3))
                .fingerprintKey(another)
                .build();
        opened.add(changed);
    }

    @Test
    void anInstanceWithAnotherFingerprintKeyThatStartedWithRedisDownRefusesAllCalls() throws Exception {
        try (TestRedis own = TestRedis.start()) {
            try (RedisStore first = RedisStore.builder(own.uri())
                    .fingerprintKey(RedisHarness.KEY)
                    .build()) {
                assertThat(await(first.admin().blockOf(new Subject("42")))).isEmpty();
            }
            own.pause();
            try (RedisStore late = RedisStore.builder(own.uri())
                    .fingerprintKey(FingerprintKey.random())
                    .connectTimeout(Duration.ofMillis(200))
                    .build()) {
                own.resume();
                Await.that(
                        "a refusal",
                        () -> failure(late.admin().blockOf(new Subject("42")))
                                .contains("fingerprintKey is not the one"));
                assertThat(failure(
                                plan(null, limit("one", RateLimit.perMinute(1))).on(late)))
                        .contains("fingerprintKey is not the one");
            }
        }
    }

    private static String failure(CompletionStage<?> stage) {
        return String.valueOf(stage.handle((value, failure) -> failure == null ? "" : String.valueOf(failure))
                .toCompletableFuture()
                .join());
    }

    @Test
    void anotherTypeOfValueUnderAKeyIsAFailureAndNoVerdict() {
        server.admin().sync().zadd(new Keys(prefix).owner(Owner.user("42")), 1, new byte[] {1});
        RedisStore store = open(server.uri());
        assertThatThrownBy(() -> await(plan(null, Step.NotBlocked.ENFORCE).on(store)))
                .cause()
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("WRONGTYPE");
    }

    private RedisStore open(String uri) {
        return open(uri, prefix);
    }

    private RedisStore open(String uri, String prefix) {
        RedisStore store = RedisStore.builder(uri)
                .keyPrefix(prefix)
                .timeout(Duration.ofMillis(1500))
                .connectTimeout(Duration.ofSeconds(3))
                .fingerprintKey(RedisHarness.KEY)
                .build();
        opened.add(store);
        return store;
    }

    private static BoundPlan plan(Escalation onDenied, Step... steps) {
        return BoundPlan.of(List.of(steps), "42", "-100", onDenied, false);
    }

    private static Step limit(String name, RateLimit limit) {
        return new Step.TakePermits(new AppliedLimit(name, "=" + name, limit.scope(), limit));
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private long ttl(Owner owner) {
        return server.admin().sync().pttl(new Keys(prefix).owner(owner));
    }

    private long calls(String command) {
        Matcher matcher = Pattern.compile("cmdstat_" + command + ":calls=([0-9]+)")
                .matcher(server.admin().sync().info("commandstats"));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
