package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.StoreListener;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A resilient storage before a remote that can fail, with a clock and deadlines to turn by hand. */
final class Site {

    static final long DEADLINE_NANOS = 50_000_000;
    static final Step NOT_BLOCKED = NotBlocked.ENFORCE;
    static final Subject SUBJECT = new Subject("42");

    final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    final FakeRemote.News news = new FakeRemote.News();
    final ReferenceStore state = new ReferenceStore(time);
    final ManualTimer timer = new ManualTimer();
    final List<String> heard = new ArrayList<>();
    final FakeRemote remote;
    final ResilientStore store;

    Site() {
        this(true, builder -> builder);
    }

    Site(boolean feed, UnaryOperator<ResilientStoreBuilder> more) {
        this.remote = new FakeRemote(state, feed ? news : null);
        ResilientStoreBuilder builder = ResilientStore.builder(remote, new ReferenceStore(time))
                .time(time)
                .timer(timer);
        this.store = more.apply(builder).build();
        Runnable unused = store.listen(new StoreListener() {
            @Override
            public void degraded(Throwable cause) {
                heard.add("degraded");
            }

            @Override
            public void recovered() {
                heard.add("recovered");
            }

            @Override
            public void degraded(String node, Throwable cause) {
                heard.add("degraded " + node);
            }

            @Override
            public void blockLost(Block block) {
                heard.add("lost " + block.subject().id());
            }

            @Override
            public void recovered(String node) {
                heard.add("recovered " + node);
            }
        });
    }

    /** The verdict, after the deadline if there is none before. */
    Verdict ask(BoundPlan plan) {
        CompletionStage<Verdict> answer = plan.on(store);
        timer.ring(DEADLINE_NANOS);
        return now(answer);
    }

    Verdict ask(Step... steps) {
        return ask(plan(steps));
    }

    /** Has calls fail until the storage is given up; asks for nothing that a stage could do locally. */
    void breakDown(FakeRemote.Fault fault) {
        remote.fault(fault);
        while (!store.isDegraded()) {
            ask(BoundPlan.of(List.of(NotBlocked.SHADOW), "nobody", null, null, false));
        }
        remote.calls = 0;
    }

    /** Has the next plan probe, and succeed. */
    void repair() {
        remote.fault(null);
        time.advance(Duration.ofSeconds(1));
    }

    long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time.instant());
    }

    void block(Duration duration) {
        Block unused = now(store.admin().block(SUBJECT, duration, "anna", ""));
    }

    static <T> T now(CompletionStage<T> stage) {
        if (!stage.toCompletableFuture().isDone()) {
            throw new AssertionError("has no answer yet");
        }
        return stage.toCompletableFuture().join();
    }

    static BoundPlan plan(Step... steps) {
        return BoundPlan.of(List.of(steps), SUBJECT.id(), "-100", null, false);
    }

    static BoundPlan escalating(Step... steps) {
        Escalation atOnce =
                Escalation.of(1, Duration.ofMinutes(1), List.of(Duration.ofMinutes(1)), Duration.ofHours(1));
        return BoundPlan.of(List.of(steps), SUBJECT.id(), "-100", atOnce, false);
    }

    static Step take(RateLimit limit) {
        String mark = limit.mode() == Mode.SHADOW ? "~" : "=";
        return new TakePermits(new AppliedLimit("limit", mark + "limit", limit.scope(), limit));
    }

    static Step seen(long value) {
        return new FirstSeen(
                FirstSeen.Kind.FINGERPRINT,
                Scope.USER,
                value,
                Duration.ofSeconds(5).toNanos() / 1000,
                Mode.ENFORCE);
    }
}
