package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.BlockFeed;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A storage that has somebody told of each plan, as soon as it is under way. */
record Noting(SentinelStore store, Consumer<Plan> note) implements SentinelStore {

    @Override
    public CompletionStage<Verdict> evaluate(Plan plan) {
        CompletionStage<Verdict> verdict = store.evaluate(plan);
        note.accept(plan);
        return verdict;
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return store.fingerprintKey();
    }

    @Override
    public StoreAdmin admin() {
        return store.admin();
    }

    @Override
    public @Nullable BlockFeed blockFeed() {
        return store.blockFeed();
    }

    @Override
    public void close() {
        store.close();
    }
}
