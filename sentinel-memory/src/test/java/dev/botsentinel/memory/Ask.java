package dev.botsentinel.memory;

import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.storage.tests.BoundPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What tests ask of a store, in few words. */
final class Ask {

    private Ask() {}

    /** The block check, then these limits, each with a budget of its own. */
    static BoundPlan plan(String subject, String chat, RateLimit... limits) {
        return plan(subject, chat, null, limits);
    }

    static BoundPlan plan(String subject, String chat, @Nullable Escalation onDenied, RateLimit... limits) {
        List<Step> steps = new ArrayList<>();
        steps.add(NotBlocked.ENFORCE);
        Arrays.stream(limits).map(Ask::step).forEach(steps::add);
        return BoundPlan.of(steps, subject, chat, onDenied, false);
    }

    static BoundPlan probe(BoundPlan plan) {
        return BoundPlan.of(plan.steps(), plan.subject(), plan.chat(), plan.onDenied(), true);
    }

    static TakePermits step(RateLimit limit) {
        String id = "/do#" + limit.scope().label();
        return new TakePermits(
                new AppliedLimit(id, (limit.mode() == Mode.SHADOW ? "~" : "=") + id, limit.scope(), limit));
    }

    static Verdict verdict(MemoryStore store, BoundPlan plan) {
        return now(plan.on(store));
    }

    static boolean admits(MemoryStore store, BoundPlan plan) {
        return verdict(store, plan) instanceof Verdict.Admitted;
    }

    /** The answer of a stage, which is complete. */
    static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().getNow(null);
    }

    /** What a stage, which is complete, failed with. */
    static Throwable failure(CompletionStage<?> stage) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        try {
            return new AssertionError("no failure, but " + future.getNow(null));
        } catch (CompletionException failure) {
            return failure.getCause();
        }
    }
}
