package dev.botsentinel.redis;

import static dev.botsentinel.redis.Instance.ASKING;
import static dev.botsentinel.redis.Instance.SUBJECT;
import static dev.botsentinel.redis.Instance.await;
import static dev.botsentinel.redis.Instance.refusedBy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Verdict;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes by one instance apply on another: at once while news arrive, within two seconds while they don't. */
class FeedTest {

    /** Slack for a busy machine. */
    private static final Duration SLACK = Duration.ofMillis(900);

    private static final Duration HEARD = Duration.ofMillis(100).plus(SLACK);
    private static final Duration UNHEARD = Duration.ofSeconds(2).plus(SLACK);

    private final TestRedis server = TestRedis.shared();
    private final String prefix = "test:" + UUID.randomUUID();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Wire wire = open(new Wire(server.host(), server.port()));
    private final Instance one = open(Instance.at(GrantedUser.login(server.uri()), prefix));
    private final Instance other = open(Instance.at(GrantedUser.login(wire.uri()), prefix));

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        server.admin().sync().del(new Keys(prefix).marker("check"));
    }

    @Test
    void aBlockAndAnUnblockElsewhereAreKnownWithinATenthOfASecond() throws Exception {
        await(one.store.admin().block(SUBJECT, null, "anna", ""));
        Await.value("the news", HEARD, () -> other.heardOf("blocked 42 MANUAL"));
        assertThat(await(ASKING.on(other.store))).isInstanceOf(Verdict.Blocked.class);
        await(one.store.admin().unblock(SUBJECT));
        Await.value("the news", HEARD, () -> other.heardOf("lifted 42"));
        assertThat(await(ASKING.on(other.store))).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void anUnblockElsewhereEndsABlockConfirmedHere() throws Exception {
        await(one.store.admin().block(SUBJECT, null, "anna", ""));
        assertThat(await(ASKING.on(other.store))).isInstanceOf(Verdict.Blocked.class);
        await(one.store.admin().unblock(SUBJECT));
        Await.value("an end of the block", HEARD, () -> other.admits(ASKING));
    }

    @Test
    void anUnblockWithoutABlockIsPublishedToo() throws Exception {
        assertThat(await(one.store.admin().unblock(SUBJECT))).isEmpty();
        Await.value("the news", HEARD, () -> other.heardOf("lifted 42"));
    }

    @Test
    void aBlockByViolationsIsPublishedOnceForAnyNumberOfDenials() throws Exception {
        for (int i = 0; i < 50; i++) {
            await(refusedBy(prefix).on(one.remote));
        }
        Await.value("the news", HEARD, () -> other.heardOf("blocked 42 AUTOMATIC"));
        await(one.store.admin().unblock(SUBJECT));
        Await.value("the news", HEARD, () -> other.heardOf("lifted 42"));
        assertThat(other.heard).filteredOn(news -> news.startsWith("blocked")).hasSize(1);
    }

    @Test
    void whileNothingIsHeardAnUnblockIsInForceWithinTwoSeconds() throws Exception {
        await(one.store.admin().block(SUBJECT, null, "anna", ""));
        Await.value("the news", HEARD, () -> other.heardOf("blocked"));
        assertThat(await(ASKING.on(other.store))).isInstanceOf(Verdict.Blocked.class);
        wire.turnAway();
        server.admin().sync().clientKill(KillArgs.Builder.typePubsub());
        await(one.store.admin().unblock(SUBJECT));
        Await.value("an end of the block", UNHEARD, () -> other.admits(ASKING));
        assertThat(other.heard).noneMatch(news -> news.startsWith("lifted"));
    }

    @Test
    void resubscribingReportsThatNewsMayHaveBeenMissed() throws Exception {
        server.admin().sync().clientKill(KillArgs.Builder.typePubsub());
        Await.value("another one", UNHEARD.multipliedBy(2), () -> other.heardOf("missed"));
        await(one.store.admin().block(SUBJECT, null, "anna", ""));
        Await.value("the news", HEARD, () -> other.heardOf("blocked"));
    }

    @Test
    void aSilentSubscriptionIsReplaced() throws Exception {
        wire.hold();
        int before = wire.connections();
        Await.that("another connection", () -> wire.connections() > before);
        wire.release();
        Await.value("a subscription", UNHEARD.multipliedBy(3), () -> other.heardOf("missed"));
    }

    @Test
    void environmentsHearNothingOfEachOther() throws Exception {
        Instance elsewhere = open(Instance.at(GrantedUser.login(server.uri()), prefix + "x"));
        await(elsewhere.store.admin().block(SUBJECT, null, "anna", ""));
        await(one.store.admin().unblock(SUBJECT));
        Await.value("the news", HEARD, () -> other.heardOf("lifted 42"));
        assertThat(other.heard).noneMatch(news -> news.startsWith("blocked"));
        await(elsewhere.store.admin().unblock(SUBJECT));
    }

    /** All databases of a server share its channels. */
    @Test
    void databasesHearNothingOfEachOther() throws Exception {
        Instance inOne = open(Instance.at(server.uri() + "/1", prefix));
        Instance alsoInOne = open(Instance.at(server.uri() + "/1", prefix));
        await(one.store.admin().block(SUBJECT, null, "anna", ""));
        Await.value("the news", HEARD, () -> other.heardOf("blocked 42 MANUAL"));
        await(inOne.store.admin().unblock(SUBJECT));
        await(refusedBy(prefix).on(inOne.remote));
        Await.value("the news", HEARD, () -> alsoInOne.heardOf("lifted 42"));
        Await.value("the news", HEARD, () -> alsoInOne.heardOf("blocked 42 AUTOMATIC"));
        assertThat(await(ASKING.on(other.store)))
                .isInstanceOfSatisfying(
                        Verdict.Blocked.class,
                        blocked -> assertThat(blocked.source()).isEqualTo(BlockSource.MANUAL));
        await(inOne.store.admin().unblock(SUBJECT));
        await(one.store.admin().unblock(SUBJECT));
        Await.value("the news", HEARD, () -> other.heardOf("lifted 42"));
        assertThat(other.heard)
                .filteredOn(news -> news.startsWith("blocked") || news.startsWith("lifted"))
                .hasSize(2);
    }

    @Test
    void garbageOnTheChannelDoesNoHarm() throws Exception {
        byte[] channel = new Keys(prefix).channel();
        for (String message : List.of("", "\1", "\1L", "\1Bxx", "\2L42", "nonsense", "x".repeat(5_000_000))) {
            server.admin().sync().publish(channel, message.getBytes(UTF_8));
        }
        await(one.store.admin().unblock(SUBJECT));
        Await.value("the news", HEARD, () -> other.heardOf("lifted 42"));
        assertThat(other.heard).noneMatch(news -> news.startsWith("blocked"));
    }

    @Test
    void aFlushIsReportedBeforeABlockIsBelievedGone() throws Exception {
        TestRedis own = open(TestRedis.start());
        Instance flushed = open(Instance.at(own.uri(), prefix));
        Instance neighbour = open(Instance.at(own.uri(), prefix));
        await(flushed.store.admin().block(SUBJECT, null, "anna", ""));
        Await.value("the news", HEARD, () -> neighbour.heardOf("blocked"));
        own.admin().sync().flushall();
        assertThat(await(ASKING.on(flushed.store))).isInstanceOf(Verdict.Blocked.class);
        assertThat(flushed.heard).contains("lost");
        assertThat(await(ASKING.on(neighbour.store))).isInstanceOf(Verdict.Blocked.class);
        assertThat(neighbour.heard).contains("lost");
        await(neighbour.store.admin().unblock(SUBJECT));
        Await.value("an end of the block", HEARD, () -> flushed.admits(ASKING));
        assertThat(flushed.heard).filteredOn("lost"::equals).hasSize(1);
    }

    @Test
    void aRestartedServerLiftsNothing() throws Exception {
        TestRedis own = open(TestRedis.start());
        Instance instance = open(Instance.at(own.uri(), prefix));
        await(instance.store.admin().block(SUBJECT, null, "anna", ""));
        own.admin().sync().flushall();
        own.restart();
        Await.value("an answer", Duration.ofSeconds(20), () -> await(ASKING.on(instance.remote)));
        assertThat(instance.heard).contains("lost");
        assertThat(await(ASKING.on(instance.store))).isInstanceOf(Verdict.Blocked.class);
    }

    /** A run of the server that is another one counts as a loss, until the server says what it still has. */
    @Test
    void afterARestartThatLostNothingAnswersAreNoLongerDegraded() throws Exception {
        TestRedis own = open(TestRedis.start());
        Instance instance = open(Instance.at(own.uri(), prefix));
        await(instance.store.admin().block(SUBJECT, null, "anna", ""));
        own.restart();
        Await.value("an answer", Duration.ofSeconds(20), () -> await(ASKING.on(instance.remote)));
        assertThat(instance.heard).contains("lost");
        Await.that("the block to be confirmed", Duration.ofSeconds(20), () -> {
            try {
                Verdict verdict = await(ASKING.on(instance.store));
                assertThat(verdict).isInstanceOf(Verdict.Blocked.class);
                return !verdict.degraded();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private <T extends AutoCloseable> T open(T one) {
        opened.add(one);
        return one;
    }
}
