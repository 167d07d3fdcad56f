package dev.botsentinel.redis;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.PeerNews;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** News as the storage hands them out. Thread-safe. */
record RedisFeed(News news, RedisStore store, Keys keys) implements PeerNews {

    @Override
    public Runnable follow(Listener listener) {
        return news.follow(listener);
    }

    @Override
    public CompletionStage<@Nullable Void> confirm(String subject) {
        return store.confirm(keys.owner(Owner.user(new Subject(subject).id())));
    }

    @Override
    public CompletionStage<@Nullable Void> tellForget(String subject) {
        byte[] key = keys.owner(Owner.user(new Subject(subject).id()));
        return store.run(new ScriptArgs(Scripts.TELL, List.of(key), List.of(Cesu8.bytes(subject), keys.channel())))
                .thenAccept(told -> {});
    }
}
