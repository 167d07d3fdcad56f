package dev.botsentinel.store.resilient;

import static dev.botsentinel.store.resilient.Site.DEADLINE_NANOS;
import static dev.botsentinel.store.resilient.Site.NOT_BLOCKED;
import static dev.botsentinel.store.resilient.Site.now;
import static dev.botsentinel.store.resilient.Site.plan;
import static dev.botsentinel.store.resilient.Site.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.log.LoggedLines;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.store.StoreHealth;
import dev.botsentinel.store.StoreHealth.BreakerState;
import dev.botsentinel.store.StoreListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The deadline, the breaker and the bound on what waits. */
class ResilientStoreTest {

    private static final Step LIMIT = take(RateLimit.perMinute(10));

    private final Site site = new Site();

    @Test
    void whileTheRemoteIsWellItDecides() {
        Verdict verdict = site.ask(NOT_BLOCKED, LIMIT);
        assertThat(verdict)
                .isEqualTo(new Verdict.AdmittedBuilder(2).remaining(1, 9).build());
        assertThat(((Verdict.Admitted) now(plan(LIMIT).on(site.state))).remaining(0))
                .isEqualTo(8);
        assertThat(site.heard).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whateverGoesWrongThereIsADegradedVerdictWithinTheDeadline(FakeRemote.Fault fault) {
        site.remote.fault(fault);
        Verdict verdict = site.ask(NOT_BLOCKED, LIMIT);
        assertThat(verdict)
                .isEqualTo(new Verdict.AdmittedBuilder(2)
                        .remaining(1, 9)
                        .degraded()
                        .build());
        assertThat(((Verdict.Admitted) now(plan(LIMIT).on(site.state))).remaining(0))
                .isEqualTo(9);
    }

    @Test
    void nothingIsDecidedBeforeTheDeadline() {
        site.remote.fault(FakeRemote.Fault.HANGS);
        CompletionStage<Verdict> answer = plan(LIMIT).on(site.store);
        site.timer.ring(DEADLINE_NANOS - 1);
        assertThat(answer.toCompletableFuture()).isNotDone();
        site.timer.ring(DEADLINE_NANOS);
        assertThat(answer.toCompletableFuture()).isDone();
    }

    @Test
    void anAnswerInTimeCallsTheDeadlineOff() {
        site.remote.fault(FakeRemote.Fault.HANGS);
        CompletionStage<Verdict> answer = plan(LIMIT).on(site.store);
        Verdict given = new Verdict.AdmittedBuilder(1).remaining(0, 3).build();
        site.remote.answerAll(given);
        assertThat(now(answer)).isSameAs(given);
        assertThat(site.timer.set()).isZero();
    }

    @Test
    void aLateAnswerIsThrownAway() {
        site.remote.fault(FakeRemote.Fault.HANGS);
        CompletionStage<Verdict> answer = plan(LIMIT).on(site.store);
        site.timer.ring(DEADLINE_NANOS);
        Verdict degraded = now(answer);
        site.remote.answerAll(new Verdict.AdmittedBuilder(1).remaining(0, 3).build());
        assertThat(now(answer)).isSameAs(degraded);
        assertThat(degraded.degraded()).isTrue();
    }

    @Test
    void aRemoteThatFailsIsLeftAloneButForOneProbeASecond() {
        site.remote.fault(FakeRemote.Fault.HANGS);
        for (int i = 0; i < 100; i++) {
            site.ask(LIMIT);
        }
        assertThat(site.remote.calls).isEqualTo(5);
        for (int millis = 0; millis < 10_000; millis += 10) {
            site.time.advance(Duration.ofMillis(10));
            assertThat(site.ask(LIMIT).degraded()).isTrue();
        }
        assertThat(site.remote.calls).isEqualTo(15);
        assertThat(site.heard).containsExactly("degraded");
    }

    @Test
    void fourFailuresLeaveNobodyAlone() {
        for (int i = 0; i < 10; i++) {
            site.remote.fault(FakeRemote.Fault.HANGS);
            site.ask(LIMIT);
            site.remote.fault(null);
            for (int j = 0; j < 2; j++) {
                assertThat(site.ask(NOT_BLOCKED).degraded()).isFalse();
            }
        }
        assertThat(site.heard).isEmpty();
    }

    @Test
    void itRecoversByItselfAndSaysSo() {
        site.breakDown(FakeRemote.Fault.FAILS);
        assertThat(site.ask(LIMIT).degraded()).isTrue();
        site.repair();
        assertThat(site.ask(LIMIT).degraded()).isFalse();
        assertThat(site.ask(LIMIT).degraded()).isFalse();
        assertThat(site.store.isDegraded()).isFalse();
        assertThat(site.heard).containsExactly("degraded", "recovered");
    }

    @Test
    void aListenerThatThrowsOrIsGoneHarmsNothing() {
        List<String> heard = new ArrayList<>();
        Runnable end = site.store.listen(new StoreListener() {
            @Override
            public void degraded(Throwable cause) {
                heard.add("degraded");
                throw new IllegalStateException("a listener's own fault");
            }

            @Override
            public void recovered() {
                heard.add("recovered");
            }
        });
        site.breakDown(FakeRemote.Fault.FAILS);
        end.run();
        site.repair();
        assertThat(site.ask(LIMIT).degraded()).isFalse();
        assertThat(heard).containsExactly("degraded");
        assertThat(site.heard).containsExactly("degraded", "recovered");
    }

    @Test
    void whatWaitsIsBoundedAndTheRestIsDecidedAtOnce() {
        Site small = new Site(true, builder -> builder.maximumWaiting(3));
        small.remote.fault(FakeRemote.Fault.HANGS);
        List<CompletionStage<Verdict>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(plan(LIMIT).on(small.store));
        }
        assertThat(now(plan(LIMIT).on(small.store)).degraded()).isTrue();
        assertThat(small.remote.calls).isEqualTo(3);
        assertThat(waiting).noneMatch(call -> call.toCompletableFuture().isDone());
        small.remote.answerAll(new Verdict.AdmittedBuilder(1).remaining(0, 3).build());
        small.remote.fault(null);
        assertThat(now(plan(LIMIT).on(small.store)).degraded()).isFalse();
    }

    @Test
    void overloadOpensNothing() {
        Site small = new Site(true, builder -> builder.maximumWaiting(1));
        small.remote.fault(FakeRemote.Fault.HANGS);
        CompletionStage<Verdict> first = plan(LIMIT).on(small.store);
        for (int i = 0; i < 100; i++) {
            assertThat(now(plan(LIMIT).on(small.store))).isNotNull();
        }
        assertThat(first.toCompletableFuture()).isNotDone();
        assertThat(small.store.isDegraded()).isFalse();
    }

    @Test
    void whatIsClosedFailsAndAsksNobody() {
        site.block(Duration.ofMinutes(1));
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        site.store.close();
        site.store.close();
        site.remote.calls = 0;
        assertThat(plan(NOT_BLOCKED).on(site.store).toCompletableFuture()).isCompletedExceptionally();
        assertThat(site.store.admin().blockOf(Site.SUBJECT).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(site.remote.calls).isZero();
    }

    @Test
    void impossibleSettingsAreRefused() {
        ReferenceStore one = new ReferenceStore(site.time);
        assertThatIllegalArgumentException().isThrownBy(() -> ResilientStore.builder(one, one));
        ResilientStoreBuilder builder = ResilientStore.builder(one, site.state);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.blocklist(OnOutage.OPEN))
                .withMessageContaining("unblock");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.deadline(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.deadline(Duration.ofSeconds(11)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.expectedInstances(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maximumWaiting(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maximumWaiting(100_001));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maximumKnownBlocks(0));
    }

    @Test
    void healthSaysSinceWhenDecisionsAreDegradedAndWhy() {
        assertThat(site.store.health())
                .isEqualTo(new StoreHealth("ResilientStore(FakeRemote)", BreakerState.CLOSED, null, null));
        site.breakDown(FakeRemote.Fault.THROWS);
        Instant since = site.time.instant();
        site.time.advance(Duration.ofMillis(500));
        assertThat(site.store.health().breaker()).isEqualTo(BreakerState.OPEN);
        assertThat(site.store.health().degradedSince()).isEqualTo(since);
        assertThat(site.store.health().cause()).endsWith("Exception");
        assertThat(site.store.health().isDegraded()).isTrue();
        site.repair();
        site.ask(NOT_BLOCKED);
        assertThat(site.store.health().isDegraded()).isFalse();
        assertThat(site.store.health().breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void outagesAreLoggedAtOnceAndThenSummedUp() {
        LoggedLines lines = new LoggedLines();
        Site logged = new Site(true, builder -> builder.log(lines.log()));
        for (int i = 0; i < 3; i++) {
            logged.breakDown(FakeRemote.Fault.THROWS);
            logged.repair();
            logged.ask(NOT_BLOCKED);
        }
        assertThat(lines.take())
                .singleElement()
                .asString()
                .startsWith("WARN The storage fails; decisions are degraded until it answers a probe: ");
        logged.store.close();
        assertThat(lines.take())
                .satisfiesExactly(
                        line -> assertThat(line).contains("The storage fails").contains(", 2 more, "),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "WARN In the last minute: outages of the storage: 3 ended: it answers again"));
    }
}
