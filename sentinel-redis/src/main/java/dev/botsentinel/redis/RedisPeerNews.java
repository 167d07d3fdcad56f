package dev.botsentinel.redis;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.PeerNews;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** News from other instances, over a channel of Redis. Thread-safe. */
record RedisPeerNews(NewsDispatcher dispatcher, RedisStore store, Keys keys, ManualBlocks blocks) implements PeerNews {

    @Override
    public Runnable follow(Listener listener) {
        Runnable end = dispatcher.follow(listener);
        blocks.tell(listener);
        return end;
    }

    @Override
    public CompletionStage<@Nullable Void> confirm(String subject) {
        return store.confirmState(key(subject))
                .thenCompose(confirmed -> store.isBlockLost(subject))
                .thenAccept(isLost -> {
                    if (isLost) {
                        dispatcher.tell(listener -> listener.blockLost(subject));
                    }
                });
    }

    @Override
    public CompletionStage<@Nullable Void> tellForget(String subject) {
        List<byte[]> arguments = List.of(Cesu8.bytes(subject), keys.channel());
        return store.run(new ScriptArgs(Scripts.ANNOUNCE_FORGET, List.of(key(subject)), arguments))
                .thenAccept(sent -> {});
    }

    private byte[] key(String subject) {
        return keys.owner(Owner.user(new Subject(subject).id()));
    }
}
