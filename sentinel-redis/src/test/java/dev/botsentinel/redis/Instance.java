package dev.botsentinel.redis;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.resilient.ResilientStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A bot's storage, and the news that it receives. */
final class Instance implements AutoCloseable {

    static final Subject SUBJECT = new Subject("42");
    static final BoundPlan ASKING = BoundPlan.of(List.of(Step.NotBlocked.ENFORCE), "42", null, null, false);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    final List<String> heard = new CopyOnWriteArrayList<>();
    final RedisStore remote;
    final ResilientStore store;

    private Instance(RedisStore remote) {
        this.remote = remote;
        Runnable unused = Objects.requireNonNull(remote.peerNews()).follow(new NewsDispatcherTest.Hearing(heard));
        this.store = ResilientStore.builder(remote, MemoryStore.create())
                .deadline(PATIENCE)
                .build();
    }

    static Instance at(String uri, String prefix) {
        return new Instance(RedisStore.builder(uri)
                .keyPrefix(prefix)
                .fingerprintKey(RedisHarness.KEY)
                .timeout(PATIENCE)
                .connectTimeout(Duration.ofSeconds(10))
                .build());
    }

    /** A plan whose limit refuses, which blocks for a minute at once. */
    static BoundPlan refusedBy(String name) {
        Escalation atOnce =
                Escalation.of(1, Duration.ofMinutes(1), List.of(Duration.ofMinutes(1)), Duration.ofMinutes(1));
        RateLimit none = RateLimit.perMinute(0);
        return BoundPlan.of(
                List.of(
                        Step.NotBlocked.ENFORCE,
                        new Step.TakePermits(new AppliedLimit(name, "=" + name, none.scope(), none))),
                "42",
                null,
                atOnce,
                false);
    }

    /** Asserts that such news arrived. */
    boolean heardOf(String news) {
        if (heard.stream().noneMatch(one -> one.startsWith(news))) {
            throw new IllegalStateException("not yet: " + heard);
        }
        return true;
    }

    boolean admits(BoundPlan plan) throws Exception {
        Verdict verdict = await(plan.on(store));
        if (!(verdict instanceof Verdict.Admitted)) {
            throw new IllegalStateException(verdict.toString());
        }
        return true;
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        store.close();
    }
}
