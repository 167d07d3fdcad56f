package dev.botsentinel.engine;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who was told why, for all instances that share a storage: asked once the instance's own {@link AnswerWindows} have no window. The
 * storage remembers an answer as it remembers an update id, in the list of shadow ones, which nothing else writes; so it expires, and is
 * exported and erased, with all else of the subject.
 *
 * <p>A window is rounded down to one of {@link #LENGTHS}, so that there are few plans to prepare: 180 at most. Thread-safe.
 */
final class SharedAnswerWindows {

    private static final List<Duration> LENGTHS = List.of(
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            AnswerWindows.SHORTEST);

    private record Key(Scope scope, Reason reason, Duration length) {}

    private final SentinelStore store;
    private final Map<Key, PreparedPlan> plans = new ConcurrentHashMap<>();

    SharedAnswerWindows(SentinelStore store) {
        this.store = store;
    }

    /** Whether no instance has told of this denial; if so, its window begins. Never throws; fails if the storage does. */
    CompletableFuture<Boolean> isFirst(Request request, Denied denied) {
        try {
            Scope scope = request.hasSubject() ? Scope.USER : request.hasChat() ? Scope.CHAT : Scope.GLOBAL;
            Key key = new Key(scope, AnswerWindows.told(denied), rounded(AnswerWindows.window(denied)));
            Facts facts = Facts.of(
                    scope == Scope.USER ? request.subjectId() : null, scope == Scope.CHAT ? request.chat() : null);
            return plans.computeIfAbsent(key, this::prepare)
                    .evaluate(facts)
                    .toStage()
                    .toCompletableFuture()
                    .thenApply(SharedAnswerWindows::isFirst);
        } catch (Throwable failure) {
            return CompletableFuture.failedFuture(Stages.cause(failure));
        }
    }

    private static boolean isFirst(Verdict verdict) {
        return !(verdict instanceof Verdict.Admitted admitted && admitted.shadowRefused(0));
    }

    private PreparedPlan prepare(Key key) {
        Step unseen = new FirstSeen(
                FirstSeen.Kind.UPDATE_ID, key.scope, value(key.reason), key.length.toMillis() * 1000, Mode.SHADOW);
        return store.prepare(new Plan(List.of(unseen), key.scope == Scope.USER, key.scope == Scope.CHAT, null, false));
    }

    /** The same in every version, unlike an ordinal. */
    private static long value(Reason reason) {
        return reason.label().hashCode();
    }

    private static Duration rounded(Duration window) {
        return LENGTHS.stream()
                .filter(length -> length.compareTo(window) <= 0)
                .findFirst()
                .orElse(AnswerWindows.SHORTEST);
    }
}
