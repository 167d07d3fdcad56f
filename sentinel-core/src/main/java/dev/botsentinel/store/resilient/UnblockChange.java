package dev.botsentinel.store.resilient;

import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.StoreAdmin;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Lifts a block. The block is looked at first, so that a second attempt, which finds none, still knows what the first one has
 * lifted. Thread-safe.
 */
final class UnblockChange implements AdminChange.Operation<Optional<Block>> {

    private final StoreAdmin remote;
    private final Subject subject;
    private final OwnChanges own;
    private final BlockBefore before;

    UnblockChange(StoreAdmin remote, Subject subject, OwnChanges own) {
        this.remote = remote;
        this.subject = subject;
        this.own = own;
        this.before = new BlockBefore(remote, subject);
    }

    @Override
    public CompletionStage<Optional<Block>> attempt(Runnable sending, boolean again) {
        return before.look().thenCompose(found -> {
            own.note(subject.id());
            sending.run();
            return remote.unblock(subject).thenApply(lifted -> again && lifted.isEmpty() ? found : lifted);
        });
    }

    @Override
    public CompletionStage<Optional<Object>> lookUp() {
        Optional<Block> old = before.known();
        return remote.blockOf(subject)
                .thenApply(now ->
                        now.isPresent() && now.equals(old) ? Optional.<Object>empty() : Optional.<Object>of(old));
    }
}
