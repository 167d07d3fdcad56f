package dev.botsentinel.bucket4j;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plans of the tests: which limits there are, and their names. */
final class LimitedPlan {

    static final AppliedLimit EVERYONE = applied(RateLimit.tokenBucket(7, Duration.ofSeconds(2), 10)
            .scope(Scope.GLOBAL)
            .named("everyone"));
    static final AppliedLimit MONEY =
            applied(RateLimit.tokenBucket(3, Duration.ofSeconds(1), 4).cost(2).named("money"));
    static final AppliedLimit WATCHED = applied(RateLimit.tokenBucket(2, Duration.ofSeconds(1), 3)
            .scope(Scope.CHAT)
            .shadow()
            .named("watched"));
    static final AppliedLimit OWN =
            applied(RateLimit.slidingWindow(5, Duration.ofSeconds(3)).named("own"));
    static final AppliedLimit NEVER =
            applied(RateLimit.tokenBucket(0, Duration.ofSeconds(1)).named("never"));
    static final Escalation ESCALATION =
            Escalation.of(3, Duration.ofSeconds(4), List.of(Duration.ofMillis(700)), Duration.ofSeconds(9));

    private final List<Step> steps = new ArrayList<>();
    private boolean escalates;
    private boolean probe;

    static AppliedLimit applied(RateLimit limit) {
        char mark = limit.mode() == Mode.SHADOW ? '~' : '=';
        return new AppliedLimit(String.valueOf(limit.name()), mark + limit.name(), limit.scope(), limit);
    }

    static LimitedPlan of(AppliedLimit... limits) {
        return new LimitedPlan().limits(limits);
    }

    static LimitedPlan unlessBlocked() {
        LimitedPlan plan = new LimitedPlan();
        plan.steps.add(Step.NotBlocked.ENFORCE);
        return plan;
    }

    LimitedPlan firstSeen(long windowMicros) {
        steps.add(new Step.FirstSeen(Step.FirstSeen.Kind.FINGERPRINT, Scope.USER, windowMicros, Mode.ENFORCE));
        return this;
    }

    LimitedPlan album() {
        steps.add(new Step.Album(Scope.USER));
        return this;
    }

    LimitedPlan limits(AppliedLimit... limits) {
        for (AppliedLimit limit : limits) {
            steps.add(new Step.TakePermits(limit));
        }
        return this;
    }

    LimitedPlan escalating() {
        escalates = true;
        return this;
    }

    LimitedPlan probe() {
        probe = true;
        return this;
    }

    Plan plan() {
        return new Plan(steps, true, true, escalates ? ESCALATION : null, probe);
    }

    Verdict on(SentinelStore store, String subject) {
        return on(store, Facts.of(subject, "1"));
    }

    Verdict on(SentinelStore store, Facts facts) {
        return store.evaluate(plan(), facts).toCompletableFuture().join();
    }
}
