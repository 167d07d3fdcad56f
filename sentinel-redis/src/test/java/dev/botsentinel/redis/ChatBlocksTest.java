package dev.botsentinel.redis;

import static dev.botsentinel.redis.Instance.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.testing.ManualTime;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blocks of chats, which each instance answers by itself: what it knows, from whom, and through what. */
class ChatBlocksTest {

    private static final int DECISIONS = 100;
    private static final Duration HEARD = Duration.ofSeconds(1);
    private static final Subject CHAT = new Subject("-100");
    private static final BoundPlan IN_CHAT =
            BoundPlan.of(List.of(Step.NotBlocked.CHAT, Step.NotBlocked.ENFORCE), "42", "-100", null, false);

    private final TestRedis server = TestRedis.shared();
    private final String prefix = "test:" + UUID.randomUUID();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Instance one = open(Instance.at(GrantedUser.login(server.uri()), prefix));
    private final Instance other = open(Instance.at(GrantedUser.login(server.uri()), prefix));

    @AfterEach
    void close() throws Exception {
        await(one.store.admin().unblock(CHAT));
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        server.admin().sync().del(new Keys(prefix).marker("check"));
    }

    @Test
    void aBlockElsewhereHoldsAtOnceAndSoDoesItsUnblock() throws Exception {
        assertThat(await(IN_CHAT.on(other.remote))).isInstanceOf(Verdict.Admitted.class);
        await(one.store.admin().block(CHAT, null, "anna", ""));
        assertThat(await(IN_CHAT.on(one.remote))).isInstanceOf(Verdict.Blocked.class);
        Await.value("the news", HEARD, () -> other.heardOf("blocked -100 MANUAL"));
        Verdict.Blocked blocked = (Verdict.Blocked) await(IN_CHAT.on(other.remote));
        assertThat(blocked.step()).isZero();
        assertThat(blocked.source()).isEqualTo(BlockSource.MANUAL);
        assertThat(blocked.untilMicros()).isEqualTo(Verdict.NEVER);
        await(one.store.admin().unblock(CHAT));
        Await.value("the news", HEARD, () -> other.heardOf("lifted -100"));
        assertThat(await(IN_CHAT.on(other.remote))).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void aBlockFromBeforeTheStartHoldsFromTheFirstUpdateOn() throws Exception {
        await(one.store.admin().block(CHAT, Duration.ofHours(1), "anna", ""));
        Instance late = open(Instance.at(GrantedUser.login(server.uri()), prefix));
        assertThat(await(IN_CHAT.on(late.store))).isInstanceOf(Verdict.Blocked.class);
        assertThat(late.heard)
                .as("so that it holds through an outage")
                .anyMatch(news -> news.startsWith("blocked -100"));
    }

    @Test
    void whatWasMissedIsReadOnceNewsArriveAgain() throws Exception {
        assertThat(await(IN_CHAT.on(other.remote))).isInstanceOf(Verdict.Admitted.class);
        server.admin().sync().clientKill(KillArgs.Builder.typePubsub());
        await(one.store.admin().block(CHAT, null, "anna", ""));
        Await.value("the block", Duration.ofSeconds(10), () -> refuses(other));
    }

    @Test
    void anOutageAndALostStateLiftNothing() throws Exception {
        TestRedis own = open(TestRedis.start());
        Instance instance = open(Instance.at(own.uri(), prefix));
        await(instance.store.admin().block(CHAT, null, "anna", ""));
        own.admin().sync().flushall();
        assertThat(await(IN_CHAT.on(instance.store))).isInstanceOf(Verdict.Blocked.class);
        own.restart();
        assertThat(await(IN_CHAT.on(instance.store))).isInstanceOf(Verdict.Blocked.class);
        Await.value("the loss", Duration.ofSeconds(20), () -> instance.heardOf("lost"));
        assertThat(await(IN_CHAT.on(instance.store))).isInstanceOf(Verdict.Blocked.class);
        Await.value(
                "an unblock",
                Duration.ofSeconds(20),
                () -> await(instance.store.admin().unblock(CHAT)));
        assertThat(instance.admits(IN_CHAT)).isTrue();
    }

    @Test
    void aSoleInstanceNeedsNoCallToKnowTheBlocksOfChats() throws Exception {
        TestRedis own = open(TestRedis.start());
        RedisStore alone = open(RedisStore.builder(own.uri())
                .keyPrefix(prefix)
                .fingerprintKey(FingerprintKey.random())
                .time(new ManualTime(Instant.EPOCH))
                .soleInstance()
                .build());
        assertThat(await(IN_CHAT.on(alone))).isInstanceOf(Verdict.Admitted.class); // all scripts are loaded now
        long before = own.info("cmdstat_evalsha");
        for (int i = 0; i < DECISIONS; i++) {
            assertThat(await(IN_CHAT.on(alone))).isInstanceOf(Verdict.Admitted.class);
        }
        assertThat(own.info("cmdstat_evalsha") - before)
                .as("each is one call; a check of the connection may come between")
                .isBetween((long) DECISIONS, 2L * DECISIONS - 1);
        await(alone.admin().block(CHAT, null, "anna", ""));
        assertThat(await(IN_CHAT.on(alone))).isInstanceOf(Verdict.Blocked.class);
        await(alone.admin().unblock(CHAT));
        assertThat(await(IN_CHAT.on(alone))).isInstanceOf(Verdict.Admitted.class);
    }

    private static boolean refuses(Instance instance) throws Exception {
        Verdict verdict = await(IN_CHAT.on(instance.remote));
        if (!(verdict instanceof Verdict.Blocked)) {
            throw new IllegalStateException(verdict.toString());
        }
        return true;
    }

    private <T extends AutoCloseable> T open(T one) {
        opened.add(one);
        return one;
    }
}
