package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Outcome;
import dev.botsentinel.Sentinel;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.request.Request;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a guard is asked. Whatever a scenario says holds for each of them.
 *
 * @param remote whether storage and resolver complete later, on a thread of their own
 */
record Way(Entry entry, boolean remote) {

    enum Entry {
        CHECK,
        CHECK_ASYNC,
        GUARD,
        GUARD_CALL,
        GUARD_ASYNC
    }

    static final Way LOCAL = new Way(Entry.CHECK, false);
    static final Way REMOTE = new Way(Entry.CHECK, true);

    static Stream<Way> all() {
        return Arrays.stream(Entry.values()).flatMap(entry -> Stream.of(new Way(entry, false), new Way(entry, true)));
    }

    /**
     * The decision. The handler must have run if it is allowed, and only then.
     *
     * @param told what decision listeners heard last
     */
    Decision decide(Sentinel<Request> sentinel, Request request, Supplier<Decision> told) {
        AtomicInteger handled = new AtomicInteger();
        Decision answered = switch (entry) {
            case CHECK -> sentinel.check(request);
            case CHECK_ASYNC ->
                sentinel.checkAsync(request).toCompletableFuture().join();
            case GUARD -> {
                sentinel.guard(update -> handled.incrementAndGet()).accept(request);
                yield null;
            }
            case GUARD_CALL ->
                refusal(sentinel.guardCall(update -> handled.incrementAndGet()).apply(request));
            case GUARD_ASYNC ->
                refusal(sentinel.guardAsync(update -> CompletableFuture.completedFuture(handled.incrementAndGet()))
                        .apply(request)
                        .toCompletableFuture()
                        .join());
        };
        Decision decision = told.get();
        assertThat(answered).isIn(decision, null);
        boolean runs = decision.isAllowed() && entry != Entry.CHECK && entry != Entry.CHECK_ASYNC;
        assertThat(handled).hasValue(runs ? 1 : 0);
        return decision;
    }

    private static @Nullable Decision refusal(Outcome<Integer> outcome) {
        return outcome instanceof Outcome.Refused<Integer> refused ? refused.decision() : null;
    }

    @Override
    public String toString() {
        return entry + (remote ? ", remote" : ", local");
    }
}
