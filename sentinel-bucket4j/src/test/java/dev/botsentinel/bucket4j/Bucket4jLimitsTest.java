package dev.botsentinel.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.StoredItem;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Bucket4jLimitsTest {

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private Backend.Opened opened;
    private Bucket4jLimits store;

    @BeforeEach
    void open() throws Exception {
        opened = Backend.CAFFEINE.open(time);
        store = Bucket4jLimits.around(MemoryStore.builder().time(time).build())
                .limit("money", opened.manager())
                .time(time)
                .build();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        opened.close();
    }

    @Test
    void anotherAlgorithmIsRefusedWithAdvice() {
        AppliedLimit window = LimitedPlan.applied(RateLimit.perMinute(3).named("money"));
        assertThatThrownBy(() -> store.prepare(LimitedPlan.of(window).plan()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the limit 'money' is to live in Bucket4j, which counts token buckets, but the policy makes it"
                                + " a sliding-window; write algorithm: token-bucket, or remove the limit from the builder");
    }

    @Test
    void aLockoutIsRefusedWithAdvice() {
        AppliedLimit locking = LimitedPlan.applied(LimitedPlan.MONEY.limit().lockout(Duration.ofMinutes(1)));
        assertThatThrownBy(() -> store.prepare(LimitedPlan.of(locking).plan()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the limit 'money' is to live in Bucket4j, which knows no lockout; remove the lockout, or remove"
                                + " the limit from the builder");
    }

    @Test
    void laterPartsOfAnAlbumTakeNoTokens() {
        LimitedPlan part = new LimitedPlan().album().limits(LimitedPlan.MONEY);
        Facts first = Facts.of("1", "7").withAlbum(1);
        assertThat(decide(part, first)).isEqualTo(Verdict.Admitted.of(new long[] {-1, 2}));
        for (int i = 0; i < 9; i++) {
            assertThat(decide(part, first)).isEqualTo(Verdict.Admitted.albumPart(2, false));
        }
        Facts second = Facts.of("1", "7").withAlbum(2);
        assertThat(decide(part, second)).as("two tokens are left").isEqualTo(Verdict.Admitted.of(new long[] {-1, 0}));
        assertThat(decide(part, second))
                .as("the bucket is empty, but an album comes whole")
                .isEqualTo(Verdict.Admitted.albumPart(2, false));
    }

    @Test
    void anAlbumThatABucketRefusedIsRefusedWhole() {
        LimitedPlan part = new LimitedPlan().album().limits(LimitedPlan.MONEY);
        decide(part, Facts.of("1", "7").withAlbum(1));
        decide(part, Facts.of("1", "7").withAlbum(2));
        Facts refused = Facts.of("1", "7").withAlbum(3);
        assertThat(decide(part, refused)).isInstanceOf(Verdict.RateLimited.class);
        time.advance(Duration.ofSeconds(30));
        assertThat(decide(part, refused)).isInstanceOf(Verdict.AlbumPart.class);
        assertThat(decide(part, Facts.of("1", "7").withAlbum(4)))
                .as("the part has taken nothing")
                .isEqualTo(Verdict.Admitted.of(new long[] {-1, 2}));
    }

    private Verdict decide(LimitedPlan plan, Facts facts) {
        return store.prepare(plan.plan())
                .evaluate(facts)
                .toStage()
                .toCompletableFuture()
                .join();
    }

    @Test
    void aPolicyIsCheckedAtStart() {
        PolicySet right = PolicySet.builder()
                .action("/pay", Policy.limits(LimitedPlan.MONEY.limit()))
                .build();
        PolicySet wrong = PolicySet.builder()
                .action("/pay", Policy.limits(RateLimit.perMinute(3).named("monye")))
                .build();
        assertThat(store.check(right)).isSameAs(right);
        assertThatThrownBy(() -> store.check(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no limit named 'money'");
    }

    @Test
    void aBuilderWithoutLimitsOrWithOneTwiceIsRefused() {
        assertThatThrownBy(() -> Bucket4jLimits.around(store).build()).hasMessageContaining("add limit(");
        assertThatThrownBy(() -> Bucket4jLimits.around(store)
                        .limit("a", opened.manager())
                        .limit("a", opened.manager()))
                .hasMessageContaining("say each limit once");
    }

    @Test
    void aCooldownIsInForceThoughTheBucketIsFull() {
        Instant end = store.admin()
                .cooldown(new Budget(Owner.user("1"), LimitedPlan.MONEY), Duration.ofSeconds(9))
                .toCompletableFuture()
                .join();
        Verdict.RateLimited limited =
                (Verdict.RateLimited) LimitedPlan.of(LimitedPlan.MONEY).on(store, "1");
        assertThat(limited.untilMicros()).isEqualTo(Micros.of(end));
        assertThat(limited.remaining()).isZero();
        time.advance(Duration.ofSeconds(9));
        assertThat(LimitedPlan.of(LimitedPlan.MONEY).on(store, "1"))
                .as("what the cooldown refused was given back")
                .isEqualTo(Verdict.Admitted.of(new long[] {2}));
    }

    /** Of a policy before and one after a change, side by side: neither fills the bucket up for the other. */
    @Test
    void aChangedLimitKeepsItsTokens() {
        AppliedLimit larger = LimitedPlan.applied(
                RateLimit.tokenBucket(3, Duration.ofSeconds(1), 40).cost(2).named("money"));
        assertThat(LimitedPlan.of(LimitedPlan.MONEY).on(store, "1")).isInstanceOf(Verdict.Admitted.class);
        assertThat(LimitedPlan.of(larger).on(store, "1")).isInstanceOf(Verdict.Admitted.class);
        for (int i = 0; i < 5; i++) {
            assertThat(LimitedPlan.of(larger).on(store, "1")).isInstanceOf(Verdict.RateLimited.class);
            assertThat(LimitedPlan.of(LimitedPlan.MONEY).on(store, "1")).isInstanceOf(Verdict.RateLimited.class);
        }
        time.advance(Duration.ofSeconds(10));
        assertThat(LimitedPlan.of(larger).on(store, "1"))
                .as("it was a bucket of 4 until now")
                .isEqualTo(Verdict.Admitted.of(new long[] {2}));
        time.advance(Duration.ofSeconds(100));
        assertThat(LimitedPlan.of(larger).on(store, "1")).isEqualTo(Verdict.Admitted.of(new long[] {38}));
    }

    @Test
    void oneSubjectsBucketsAreExportedAndErased() {
        LimitedPlan.of(LimitedPlan.MONEY).on(store, "1");
        Subject subject = new Subject("1");
        assertThat(store.admin().export(subject).toCompletableFuture().join())
                .contains(new StoredItem(Owner.user("1"), StoredItem.Kind.LIMIT, "=money", "2 left in Bucket4j", null));
        store.admin().erase(subject).toCompletableFuture().join();
        assertThat(opened.manager().getProxyConfiguration("user/1:1/=money")).isEmpty();
        assertThat(store.admin()
                        .inspect(Owner.user("1"), List.of(LimitedPlan.MONEY))
                        .toCompletableFuture()
                        .join()
                        .budgets()
                        .get(0)
                        .remaining())
                .isEqualTo(4);
    }

    @Test
    void plansWithoutItsLimitsAreTheStorages() {
        assertThat(store.prepare(LimitedPlan.of(LimitedPlan.OWN).plan())).isNotInstanceOf(BucketPlan.class);
    }
}
