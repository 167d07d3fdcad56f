package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.StoreAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Blocks by hand. The block from before is looked at first: a block just like it is none that was made now. Thread-safe. */
final class BlockChange implements AdminChange.Operation<Block> {

    private final StoreAdmin remote;
    private final Subject subject;
    private final @Nullable Duration duration;
    private final String actor;
    private final String reason;
    private final OwnChanges own;
    private final BlockBefore before;

    BlockChange(
            StoreAdmin remote,
            Subject subject,
            @Nullable Duration duration,
            String actor,
            String reason,
            OwnChanges own) {
        this.remote = remote;
        this.subject = subject;
        this.duration = duration;
        this.actor = actor;
        this.reason = reason;
        this.own = own;
        this.before = new BlockBefore(remote, subject);
    }

    @Override
    public CompletionStage<Block> attempt(Runnable sending, boolean again) {
        return before.look().thenCompose(found -> {
            own.note(subject.id());
            sending.run();
            return remote.block(subject, duration, actor, reason);
        });
    }

    @Override
    public CompletionStage<Optional<Object>> lookUp() {
        return remote.blockOf(subject).thenApply(now -> now.filter(this::isMade).map(Object.class::cast));
    }

    private boolean isMade(Block now) {
        return now.source() == BlockSource.MANUAL
                && now.actor().equals(actor)
                && now.reason().equals(reason)
                && lasts(now)
                && !before.known().equals(Optional.of(now));
    }

    private boolean lasts(Block block) {
        Instant until = block.until();
        return duration == null
                ? until == null
                : until != null && Duration.between(block.since(), until).toNanos() / 1000 == duration.toNanos() / 1000;
    }
}
