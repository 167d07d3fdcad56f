package dev.botsentinel.redis;

import static dev.botsentinel.redis.Instance.ASKING;
import static dev.botsentinel.redis.Instance.SUBJECT;
import static dev.botsentinel.redis.Instance.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.StoreListener;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocks that a server lost one by one, with its state otherwise as it was: they hold where they are known, and are told. */
class LostBlockTest {

    private static final Duration HEARD = Duration.ofSeconds(1);
    private static final Duration REREAD = Duration.ofSeconds(5);
    private static final Duration MINUTES = Duration.ofMinutes(10);
    private static final String PREFIX = "test:lost";
    private static final byte[] VALUE = new Keys(PREFIX).owner(Owner.user(SUBJECT.id()));
    private static final BoundPlan IN_CHAT =
            BoundPlan.of(List.of(Step.NotBlocked.CHAT), "somebody", SUBJECT.id(), null, false);

    private final TestRedis server = TestRedis.start("--maxmemory-policy", "volatile-lru");
    private final Instance one = Instance.at(server.uri(), PREFIX);
    private final Instance other = Instance.at(server.uri(), PREFIX);
    private final List<Block> lost = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        Runnable unused = other.store.listen(new StoreListener() {
            @Override
            public void degraded(Throwable cause) {}

            @Override
            public void recovered() {}

            @Override
            public void blockLost(Block block) {
                lost.add(block);
            }
        });
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        server.close();
    }

    @Test
    void aBlockByHandThatIsEvictedHoldsUntilItIsLifted() throws Exception {
        block(MINUTES);
        evictAll();
        assertHoldsAndIsTold(ASKING);
        await(one.store.admin().unblock(SUBJECT));
        Await.value("an end of the block", HEARD, () -> other.admits(ASKING));
    }

    @Test
    void aBlockByViolationsThatIsEvictedHolds() throws Exception {
        await(Instance.refusedBy(PREFIX).on(one.store));
        Await.value("the news", HEARD, () -> other.heardOf("blocked 42 AUTOMATIC"));
        evictAll();
        assertHoldsAndIsTold(ASKING);
    }

    /** What an instance's last readings say is in memory; what the index says is read again after news were missed. */
    @Test
    void aBlockOfAChatThatIsEvictedHoldsAfterTheIndexIsReadAgain() throws Exception {
        block(MINUTES);
        assertThat(await(IN_CHAT.on(other.store))).isInstanceOf(Verdict.Blocked.class);
        evictAll();
        server.admin().sync().clientKill(KillArgs.Builder.typePubsub());
        Await.value("another subscription", REREAD, () -> other.heardOf("missed"));
        assertHoldsAndIsTold(IN_CHAT);
        assertThat(other.heard).noneMatch(news -> news.startsWith("lifted"));
    }

    /** While its clock is ahead a server drops what would still be in force, and has it no more when the clock is right again. */
    @Test
    void aBlockThatEndedUnderAClockThatWasAheadHolds() throws Exception {
        block(MINUTES);
        server.admin().sync().pexpire(VALUE, 1);
        awaitGone();
        assertHoldsAndIsTold(ASKING);
    }

    /** Before an update of theirs has shown it. */
    @Test
    void whoeverLooksForABlockThatIsEvictedFindsIt() throws Exception {
        block(MINUTES);
        evictAll();
        assertThat(await(other.store.admin().blocks(null, 10)).blocks())
                .extracting(Block::subject)
                .containsExactly(SUBJECT);
        assertThat(lost).extracting(Block::subject).containsExactly(SUBJECT);
        assertThat(await(one.store.admin().blockOf(SUBJECT)))
                .hasValueSatisfying(block -> assertThat(block.reason()).contains("the storage has lost it"));
    }

    @Test
    void whoeverLiftsABlockThatIsEvictedHearsThatItWasThere() throws Exception {
        block(MINUTES);
        evictAll();
        assertThat(await(other.store.admin().unblock(SUBJECT)))
                .hasValueSatisfying(block -> assertThat(block.reason()).contains("enforced by this instance"));
        Await.value("an end of the block", HEARD, () -> one.admits(ASKING));
    }

    @Test
    void aBlockThatEndsInTimeIsNotLost() throws Exception {
        block(Duration.ofSeconds(1));
        Await.value("its end", Duration.ofSeconds(10), () -> other.admits(ASKING));
        Await.value("its end", Duration.ofSeconds(10), () -> one.admits(ASKING));
        assertThat(lost).isEmpty();
    }

    @Test
    void anUnblockThatNobodyHeardOfIsNoLoss() throws Exception {
        block(MINUTES);
        server.admin().sync().clientKill(KillArgs.Builder.typePubsub());
        await(one.remote.admin().unblock(SUBJECT));
        Await.value("an end of the block", REREAD, () -> other.admits(ASKING));
        assertThat(lost).isEmpty();
    }

    private void block(Duration duration) throws Exception {
        await(one.store.admin().block(SUBJECT, duration, "anna", ""));
        Await.value("the news", HEARD, () -> other.heardOf("blocked 42 MANUAL"));
    }

    /** Evicts whatever has an expiry. */
    private void evictAll() {
        server.admin().sync().configSet("maxmemory", "1");
        assertThatThrownBy(() -> server.admin().sync().set(new byte[] {1}, new byte[] {1}))
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessageContaining("OOM");
        server.admin().sync().configSet("maxmemory", "0");
        assertThat(server.info("evicted_keys")).isPositive();
        awaitGone();
    }

    private void awaitGone() {
        Await.that("a value that is gone", () -> server.admin().sync().exists(VALUE) == 0);
    }

    private void assertHoldsAndIsTold(BoundPlan plan) throws Exception {
        Await.that("the loss to be told", () -> isBlocked(plan) && !lost.isEmpty());
        for (Instance instance : List.of(one, other)) {
            assertThat(await(plan.on(instance.store))).isInstanceOf(Verdict.Blocked.class);
        }
        assertThat(lost).extracting(Block::subject).containsExactly(SUBJECT);
        assertThat(await(other.store.admin().blockOf(SUBJECT)))
                .hasValueSatisfying(block -> assertThat(block.reason()).contains("the storage has lost it"));
        assertThat(await(other.store.admin().blocks(null, 10)).blocks())
                .extracting(Block::subject)
                .containsExactly(SUBJECT);
    }

    private boolean isBlocked(BoundPlan plan) {
        try {
            assertThat(await(plan.on(other.store))).isInstanceOf(Verdict.Blocked.class);
            return true;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
