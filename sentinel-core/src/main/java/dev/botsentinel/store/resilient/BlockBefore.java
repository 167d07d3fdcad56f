package dev.botsentinel.store.resilient;

import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.StoreAdmin;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The block that a subject had before a change, looked up once for all attempts at the change. Thread-safe. */
final class BlockBefore {

    private final StoreAdmin remote;
    private final Subject subject;
    private volatile boolean hasLooked;
    private volatile @Nullable Block block;

    BlockBefore(StoreAdmin remote, Subject subject) {
        this.remote = remote;
        this.subject = subject;
    }

    /** Looks it up, unless an earlier attempt has. */
    CompletionStage<Optional<Block>> look() {
        if (hasLooked) {
            return CompletableFuture.completedFuture(known());
        }
        return remote.blockOf(subject).thenApply(found -> {
            block = found.orElse(null);
            hasLooked = true;
            return found;
        });
    }

    /** What was found; empty for no block, and before anybody has looked. */
    Optional<Block> known() {
        return Optional.ofNullable(block);
    }
}
