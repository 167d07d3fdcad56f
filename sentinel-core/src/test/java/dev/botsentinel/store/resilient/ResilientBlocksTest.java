package dev.botsentinel.store.resilient;

import static dev.botsentinel.store.resilient.Site.NOT_BLOCKED;
import static dev.botsentinel.store.resilient.Site.SUBJECT;
import static dev.botsentinel.store.resilient.Site.escalating;
import static dev.botsentinel.store.resilient.Site.now;
import static dev.botsentinel.store.resilient.Site.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.NothingDoneException;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 10 through faults: a block that this instance has been told of stays in force until its end or an unblock. */
class ResilientBlocksTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Step NOTHING = take(RateLimit.perMinute(0));

    private final Site site = new Site();

    @Test
    void aFloodByABlockedSubjectCostsACallEveryTwoSeconds() {
        site.block(MINUTE);
        for (int millis = 0; millis < 20_000; millis += 10) {
            assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
            site.time.advance(Duration.ofMillis(10));
        }
        assertThat(site.remote.calls).isEqualTo(10);
    }

    @Test
    void aFloodByAnybodyElseCostsACallEach() {
        for (int i = 0; i < 100; i++) {
            assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
        }
        assertThat(site.remote.calls).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource
    void aBlockMadeHereIsInForceUntilItsEndWhateverGoesWrong(FakeRemote.Fault fault) {
        site.block(MINUTE);
        site.breakDown(fault);
        long until = site.micros() + 60_000_000;
        site.time.advanceMicros(59_999_999);
        Verdict.Blocked blocked = (Verdict.Blocked) site.ask(NOT_BLOCKED, NOTHING);
        assertThat(blocked).isEqualTo(new Verdict.Blocked(0, until - 1, until, BlockSource.MANUAL, true));
        site.time.advanceMicros(1);
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void aBlockSeenOnceStaysInForce() {
        now(site.state.admin().block(SUBJECT, null, "anna", ""));
        assertThat(site.ask(NOT_BLOCKED).degraded()).isFalse();
        site.breakDown(FakeRemote.Fault.FAILS);
        site.time.advance(Duration.ofDays(1000));
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
    }

    @Test
    void aBlockNeverHeardOfCannotBeEnforced() {
        now(site.state.admin().block(SUBJECT, null, "anna", ""));
        site.breakDown(FakeRemote.Fault.FAILS);
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void aDenialThatTippedStaysABlock() {
        Verdict.RateLimited tipped = (Verdict.RateLimited) site.ask(escalating(NOT_BLOCKED, NOTHING));
        assertThat(tipped.blockedUntilMicros()).isPositive();
        site.breakDown(FakeRemote.Fault.HANGS);
        Verdict.Blocked blocked = (Verdict.Blocked) site.ask(NOT_BLOCKED, NOTHING);
        assertThat(blocked.source()).isEqualTo(BlockSource.AUTOMATIC);
        assertThat(blocked.untilMicros()).isEqualTo(tipped.blockedUntilMicros());
    }

    /** With a feed the block may be heard of before the denial that led to it, or after; without one, by it alone. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theDenialThatTipsIsGivenAsTheRemoteGaveIt(boolean feed) {
        Site alone = new Site(feed, builder -> builder);
        Verdict.RateLimited tipped = (Verdict.RateLimited) alone.ask(escalating(NOT_BLOCKED, NOTHING));
        assertThat(tipped.degraded()).isFalse();
        assertThat(tipped.blockedUntilMicros()).isPositive();
        assertThat(alone.ask(NOT_BLOCKED, NOTHING)).isInstanceOf(Verdict.Blocked.class);
    }

    @Test
    void aBlockLearnedFromALateAnswerIsKnown() {
        site.remote.fault(FakeRemote.Fault.HANGS);
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
        long now = site.micros();
        site.remote.answerAll(new Verdict.Blocked(0, now, now + 1000, BlockSource.MANUAL));
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
    }

    @Test
    void whatOthersBlockAndLiftCountsAtOnce() {
        SentinelStore other = ResilientStore.builder(
                        new FakeRemote(site.state, site.news), new ReferenceStore(site.time))
                .time(site.time)
                .timer(new ManualTimer())
                .build();
        now(other.admin().block(SUBJECT, null, "anna", ""));
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        now(other.admin().unblock(SUBJECT));
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
        now(other.admin().block(SUBJECT, null, "anna", ""));
        site.breakDown(FakeRemote.Fault.FAILS);
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
    }

    @Test
    void anUnblockThatNobodyToldOfCountsWithinTwoSeconds() {
        Site alone = new Site(false, builder -> builder);
        alone.block(MINUTE);
        assertThat(alone.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        Optional<Block> lifted = now(alone.state.admin().unblock(SUBJECT));
        assertThat(lifted).isPresent();
        alone.time.advanceMicros(1_999_999);
        assertThat(alone.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        alone.time.advanceMicros(1);
        assertThat(alone.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void anUnblockHereCountsAtOnceAlsoDuringTheNextOutage() {
        site.block(MINUTE);
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        assertThat(now(site.store.admin().unblock(SUBJECT))).isPresent();
        site.breakDown(FakeRemote.Fault.FAILS);
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void aServerThatComesBackEmptyLiftsNothingIfItsFeedSaysSo() {
        site.block(MINUTE);
        site.breakDown(FakeRemote.Fault.FAILS);
        site.remote.loseState(new ReferenceStore(site.time));
        site.repair();
        site.ask(take(RateLimit.perMinute(10)));
        assertThat(site.store.isDegraded()).isFalse();
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        now(site.store.admin().unblock(SUBJECT));
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void aStateLostWithoutASoundLiftsNothing() {
        site.block(MINUTE);
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        site.remote.loseStateSilently(new ReferenceStore(site.time));
        site.time.advance(Duration.ofSeconds(2));
        for (int i = 0; i < 3; i++) {
            assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        }
        assertThat(site.remote.confirmations).isOne();
        now(site.store.admin().unblock(SUBJECT));
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void aBlockStandsWhileItCannotBeSaidWhetherTheStateIsLost() {
        site.block(MINUTE);
        Optional<Block> lifted = now(site.state.admin().unblock(SUBJECT));
        assertThat(lifted).isPresent();
        site.time.advance(Duration.ofSeconds(2));
        site.remote.unsure = true;
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        site.remote.unsure = false;
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    /** The remote has answered by then, and only the confirmation is waited for. */
    @Test
    void aConfirmationThatNeverComesIsWaitedForUntilTheDeadline() {
        liftUnheard();
        site.remote.confirming = CompletableFuture::new;
        CompletableFuture<Verdict> asked = Site.plan(NOT_BLOCKED).on(site.store).toCompletableFuture();
        assertThat(asked).isNotDone();
        site.timer.ring(Site.DEADLINE_NANOS);
        assertThat(asked).isCompletedWithValueMatching(Verdict.Blocked.class::isInstance);
    }

    @Test
    void aConfirmationThatCannotBeAskedForIsOneThatFailed() {
        liftUnheard();
        for (Supplier<CompletionStage<Void>> broken : List.<Supplier<CompletionStage<Void>>>of(() -> null, () -> {
            throw new StackOverflowError();
        })) {
            site.remote.confirming = broken;
            assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        }
    }

    @Test
    void aBlockThatTheStorageLostStaysInForceAndIsTold() {
        liftUnheard();
        site.remote.evicted.add(SUBJECT.id());
        for (int i = 0; i < 5; i++) {
            Verdict verdict = site.ask(NOT_BLOCKED);
            assertThat(verdict).isInstanceOf(Verdict.Blocked.class);
            assertThat(verdict.degraded()).isTrue();
            site.time.advance(Duration.ofSeconds(2));
        }
        assertThat(site.heard).containsExactly("lost 42");
        assertThat(now(site.store.admin().blockOf(SUBJECT)))
                .hasValueSatisfying(block -> assertThat(block.reason()).isEqualTo(KnownBlocks.LOST));
        assertThat(now(site.store.admin().blocks(null, 10)).blocks()).hasSize(1);
        site.time.advance(MINUTE);
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void whoeverLooksForABlockThatTheStorageLostFindsIt() {
        liftUnheard();
        site.remote.evicted.add(SUBJECT.id());
        assertThat(now(site.store.admin().blockOf(SUBJECT)))
                .hasValueSatisfying(block -> assertThat(block.reason()).isEqualTo(KnownBlocks.LOST));
        assertThat(site.heard).containsExactly("lost 42");
    }

    @Test
    void whoeverListsBlocksSeesThoseThatTheStorageLost() {
        for (String id : List.of("1", "2", "3", "4", "5")) {
            Block unused = now(site.store.admin().block(new Subject(id), MINUTE, "anna", ""));
        }
        for (String id : List.of("2", "3", "5")) {
            Optional<Block> unused = now(site.state.admin().unblock(new Subject(id)));
            site.remote.evicted.add(id);
        }
        List<String> listed = new ArrayList<>();
        String after = null;
        do {
            BlockPage page = now(site.store.admin().blocks(after, 2));
            page.blocks().forEach(block -> listed.add(block.subject().id()));
            after = page.next();
        } while (after != null);
        assertThat(listed).containsExactly("1", "2", "3", "4", "5");
        assertThat(site.heard).containsExactlyInAnyOrder("lost 2", "lost 3", "lost 5");
    }

    /** So that looking asks only about those whom somebody may have lost, and calls no unblock a loss. */
    @Test
    void whoeverLooksForABlockThatWasLiftedFindsNone() {
        liftUnheard();
        assertThat(now(site.store.admin().blockOf(SUBJECT))).isEmpty();
        assertThat(now(site.store.admin().blocks(null, 10)).blocks()).isEmpty();
        assertThat(site.heard).isEmpty();
        int asked = site.remote.confirmations;
        assertThat(now(site.store.admin().blockOf(new Subject("7")))).isEmpty();
        assertThat(site.remote.confirmations).isEqualTo(asked);
    }

    @Test
    void whoeverLiftsABlockThatTheStorageLostHearsThatItWasThere() {
        liftUnheard();
        site.remote.evicted.add(SUBJECT.id());
        assertThat(now(site.store.admin().unblock(SUBJECT)))
                .hasValueSatisfying(block -> assertThat(block.reason()).isEqualTo(KnownBlocks.ENFORCED));
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
        assertThat(now(site.store.admin().unblock(SUBJECT))).isEmpty();
    }

    /** So that the remote denies a block that is known here. */
    private void liftUnheard() {
        site.block(MINUTE);
        Optional<Block> lifted = now(site.state.admin().unblock(SUBJECT));
        assertThat(lifted).isPresent();
        site.time.advance(Duration.ofSeconds(2));
    }

    @Test
    void nobodyElseCostsAConfirmation() {
        site.block(MINUTE);
        for (int i = 0; i < 10; i++) {
            site.time.advance(Duration.ofSeconds(1));
            assertThat(site.ask(BoundPlan.of(List.of(NOT_BLOCKED), "7", null, null, false)))
                    .isInstanceOf(Verdict.Admitted.class);
            assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        }
        assertThat(site.remote.confirmations).isZero();
    }

    @Test
    void aServerWithoutAFeedLiftsNothingByAnOutage() {
        Site alone = new Site(false, builder -> builder);
        alone.block(MINUTE);
        alone.breakDown(FakeRemote.Fault.FAILS);
        alone.remote.state(new ReferenceStore(alone.time));
        alone.repair();
        alone.ask(take(RateLimit.perMinute(10)));
        assertThat(alone.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        alone.time.advance(MINUTE);
        assertThat(alone.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    /** The control of the two above: a state that is another one and says nothing is taken at its word. */
    @Test
    void aServerThatHidesItsLossIsBelieved() {
        site.block(MINUTE);
        site.breakDown(FakeRemote.Fault.FAILS);
        site.remote.state(new ReferenceStore(site.time));
        site.repair();
        site.ask(take(RateLimit.perMinute(10)));
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void administratorsAreToldOfFailuresAndNothingIsDoneInTheirStead() {
        site.remote.fault(FakeRemote.Fault.FAILS);
        CompletionStage<Block> failed = site.store.admin().block(SUBJECT, null, "anna", "");
        site.timer.ring(AdminChange.DEADLINE_NANOS);
        assertThat(failed.toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(NothingDoneException.class);
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void administratorsAreTriedThoughTheStorageIsGivenUp() {
        site.breakDown(FakeRemote.Fault.FAILS);
        site.remote.fault(null);
        site.block(MINUTE);
        assertThat(site.store.isDegraded()).isTrue();
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
    }

    @Test
    void whoIsErasedIsBlockedNowhere() {
        site.block(MINUTE);
        assertThat(now(site.store.admin().erase(SUBJECT))).isPresent();
        site.breakDown(FakeRemote.Fault.FAILS);
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void whoCannotBeErasedStaysBlocked() {
        site.block(MINUTE);
        site.remote.fault(FakeRemote.Fault.FAILS);
        assertThat(site.store.admin().erase(SUBJECT).toCompletableFuture()).isCompletedExceptionally();
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
    }

    @Test
    void administratorsDoNotWaitForEver() {
        site.remote.fault(FakeRemote.Fault.HANGS);
        CompletionStage<Block> hanging = site.store.admin().block(SUBJECT, null, "anna", "");
        site.timer.ring(AdminChange.DEADLINE_NANOS - 1);
        assertThat(hanging.toCompletableFuture()).isNotDone();
        site.timer.ring(AdminChange.DEADLINE_NANOS);
        assertThat(hanging.toCompletableFuture()).isCompletedExceptionally();
    }
}
