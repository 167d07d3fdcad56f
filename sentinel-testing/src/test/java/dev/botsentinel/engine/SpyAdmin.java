package dev.botsentinel.engine;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A storage that answers its administrators later, on the client's thread. */
record SpyAdmin(SentinelStore state) implements SentinelStore, StoreAdmin {

    private static <T> CompletionStage<T> later(CompletionStage<T> answer) {
        return Threads.later(answer.toCompletableFuture().join());
    }

    @Override
    public CompletionStage<Verdict> evaluate(Plan plan) {
        return state.evaluate(plan);
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return state.fingerprintKey();
    }

    @Override
    public StoreAdmin admin() {
        return this;
    }

    @Override
    public void close() {
        state.close();
    }

    @Override
    public CompletionStage<Block> block(Subject subject, @Nullable Duration duration, String actor, String reason) {
        return later(state.admin().block(subject, duration, actor, reason));
    }

    @Override
    public CompletionStage<Optional<Block>> unblock(Subject subject) {
        return later(state.admin().unblock(subject));
    }

    @Override
    public CompletionStage<Optional<Block>> blockOf(Subject subject) {
        return later(state.admin().blockOf(subject));
    }

    @Override
    public CompletionStage<BlockPage> blocks(@Nullable String after, int limit) {
        return later(state.admin().blocks(after, limit));
    }
}
