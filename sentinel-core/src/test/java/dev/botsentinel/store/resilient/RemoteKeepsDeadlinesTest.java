package dev.botsentinel.store.resilient;

import static dev.botsentinel.store.resilient.Site.DEADLINE_NANOS;
import static dev.botsentinel.store.resilient.Site.NOT_BLOCKED;
import static dev.botsentinel.store.resilient.Site.now;
import static dev.botsentinel.store.resilient.Site.plan;
import static dev.botsentinel.store.resilient.Site.take;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.store.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A remote that says it keeps deadlines is believed, but not without end. */
class RemoteKeepsDeadlinesTest {

    private static final Step LIMIT = take(RateLimit.perMinute(10));
    private static final long ROUND_NANOS = DEADLINE_NANOS + InFlight.GRACE_NANOS;
    private static final Verdict ADMITTED =
            new Verdict.AdmittedBuilder(1).remaining(0, 3).build();

    private final Site site = new Site(true, builder -> {
        ((FakeRemote) builder.remote).saysItKeepsDeadlines = true;
        return builder;
    });

    @Test
    void theRemoteIsHandedTheDeadline() {
        long before = System.nanoTime();
        site.ask(LIMIT);
        long after = System.nanoTime();
        assertThat(site.remote.toldDeadlineNanos - DEADLINE_NANOS).isBetween(before, after);
    }

    @Test
    void noTimerIsSetForACallThatIsAnsweredAtOnce() {
        site.ask(LIMIT);
        assertThat(site.timer.everSet()).isZero();
    }

    @Test
    void oneTimerServesAllCallsAndRestsWithThem() {
        List<CompletableFuture<Verdict>> calls = hung(100);
        assertThat(site.timer.everSet()).isEqualTo(1);
        site.remote.answerAll(ADMITTED);
        assertThat(calls).allMatch(call -> now(call) == ADMITTED);
        site.timer.ring(ROUND_NANOS);
        assertThat(site.timer.set()).isZero();
        assertThat(site.timer.everSet()).isEqualTo(1);
        hung(1);
        assertThat(site.timer.set()).isEqualTo(1);
    }

    @Test
    void aCallThatTheRemoteFailsAtTheDeadlineIsDecidedLocally() {
        List<CompletableFuture<Verdict>> calls = hung(1);
        site.remote.failAll();
        assertThat(now(calls.get(0)).degraded()).isTrue();
    }

    @Test
    void aRemoteThatHangsAllTheSameHoldsUpNoDecisionForEver() {
        List<CompletableFuture<Verdict>> calls = hung(2);
        site.timer.ring(ROUND_NANOS - 1);
        assertThat(site.timer.set()).isEqualTo(1);
        site.timer.ring(ROUND_NANOS);
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        List<CompletableFuture<Verdict>> later = hung(1);
        site.timer.ring(ROUND_NANOS);
        assertThat(calls).allMatch(call -> now(call).degraded());
        assertThat(later).noneMatch(CompletableFuture::isDone);
        site.timer.ring(ROUND_NANOS);
        assertThat(later).allMatch(call -> now(call).degraded());
        assertThat(site.timer.set()).isZero();
    }

    @Test
    void aRemoteThatHangsIsGivenUpLikeOneThatFails() {
        hung(5);
        site.timer.ring(ROUND_NANOS);
        site.timer.ring(ROUND_NANOS);
        assertThat(site.store.isDegraded()).isTrue();
        assertThat(site.heard).containsExactly("degraded");
    }

    @Test
    void whatIsGivenUpMakesRoomForOthers() {
        Site small = new Site(true, builder -> {
            ((FakeRemote) builder.remote).saysItKeepsDeadlines = true;
            return builder.maximumWaiting(1);
        });
        small.remote.fault(FakeRemote.Fault.HANGS);
        CompletableFuture<Verdict> hung = plan(LIMIT).on(small.store).toCompletableFuture();
        assertThat(now(plan(LIMIT).on(small.store)).degraded()).isTrue();
        small.timer.ring(ROUND_NANOS);
        small.timer.ring(ROUND_NANOS);
        assertThat(now(hung).degraded()).isTrue();
        small.remote.fault(null);
        assertThat(now(plan(LIMIT).on(small.store)).degraded()).isFalse();
    }

    @Test
    void afterTheEndTheNextRoundGivesUpAll() {
        List<CompletableFuture<Verdict>> calls = hung(2);
        site.store.close();
        site.timer.ring(ROUND_NANOS);
        assertThat(calls).allMatch(CompletableFuture::isDone);
        assertThat(site.timer.set()).isZero();
    }

    /** The remote keeps its deadline and has answered; how long the confirmation takes nobody else watches. */
    @Test
    void aConfirmationThatNeverComesIsWaitedForUntilTheDeadline() {
        site.block(Duration.ofMinutes(1));
        Optional<Block> liftedUnheard = now(site.state.admin().unblock(Site.SUBJECT));
        assertThat(liftedUnheard).isPresent();
        site.time.advance(Duration.ofSeconds(2));
        site.remote.confirming = CompletableFuture::new;
        CompletableFuture<Verdict> asked = plan(NOT_BLOCKED).on(site.store).toCompletableFuture();
        assertThat(asked).isNotDone();
        site.timer.ring(DEADLINE_NANOS);
        assertThat(asked).isCompletedWithValueMatching(Verdict.Blocked.class::isInstance);
    }

    private List<CompletableFuture<Verdict>> hung(int calls) {
        site.remote.fault(FakeRemote.Fault.HANGS);
        List<CompletableFuture<Verdict>> hung = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            hung.add(plan(LIMIT).on(site.store).toCompletableFuture());
        }
        assertThat(hung).noneMatch(CompletableFuture::isDone);
        return hung;
    }
}
