package dev.botsentinel.redis;

import dev.botsentinel.access.User;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.StoredItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Exports and erases the data of one subject. Thread-safe. */
/*
 * No index has the chats and spaces of a subject: it would add a cost to every decision for batchthing done once a year. So this scans all
 * keys, and on a Cluster all nodes, since a slot may be migrating. The subject's own value is deleted last, so that a failed
 * erasure can be repeated.
 */
final class SubjectKeys {

    /** The most keys in one script, since it delays all other calls. */
    private static final int BATCH = 250;

    private static final byte[] MORE_CALLS_FOLLOW = {};

    private final RedisStore store;
    private final Keys keys;
    private final BlockIndex index;

    SubjectKeys(RedisStore store, Keys keys, BlockIndex index) {
        this.store = store;
        this.keys = keys;
        this.index = index;
    }

    CompletionStage<List<StoredItem>> export(Subject subject) {
        return found(subject).thenCompose(found -> export(subject, found, 0, new ArrayList<>()));
    }

    CompletionStage<Optional<Block>> erase(Subject subject) {
        byte[] own = keys.owner(Owner.user(subject.id()));
        byte[] user = keys.user(subject.id());
        byte[] denials = keys.denials(subject.id());
        store.dropWaitingDenials(subject.id());
        return found(subject)
                .thenCompose(found -> delete(
                        found.stream().filter(key -> isMember(subject, key)).toList(), 0))
                .thenCompose(done -> index.remove(subject.id()))
                .thenCompose(done -> store.runForAdministrator(new ScriptArgs(
                        Scripts.ERASE,
                        List.of(user, denials, own),
                        List.of(Cesu8.bytes(subject.id()), keys.channel()))))
                .thenApply(reply ->
                        Optional.ofNullable(reply.bytes(Reply.REST)).map(part -> BlockPart.read(subject, part)));
    }

    /** Whether it is the key of the subject in a chat or a space. */
    private boolean isMember(Subject subject, byte[] key) {
        Owner owner = keys.ownerOf(subject.id(), key);
        return owner != null && owner.scope() != Scope.USER;
    }

    private CompletionStage<List<byte[]>> found(Subject subject) {
        return store.find(keys.patternOf(subject.id()));
    }

    private CompletionStage<List<StoredItem>> export(
            Subject subject, List<byte[]> found, int from, List<StoredItem> items) {
        if (from >= found.size()) {
            return CompletableFuture.completedFuture(items);
        }
        List<byte[]> batch = found.subList(from, Math.min(from + BATCH, found.size()));
        return store.runForAdministrator(new ScriptArgs(Scripts.EXPORT, batch, List.of()))
                .thenCompose(reply -> read(subject, batch, reply, items))
                .thenCompose(done -> export(subject, found, from + BATCH, items));
    }

    private CompletionStage<@Nullable Void> read(
            Subject subject, List<byte[]> batch, Reply reply, List<StoredItem> items) {
        CompletionStage<@Nullable Void> all = CompletableFuture.completedFuture(null);
        for (int i = 0; i < batch.size(); i++) {
            byte[] value = reply.bytes(Reply.REST + i);
            Owner owner = keys.ownerOf(subject.id(), batch.get(i));
            if (keys.isDenials(batch.get(i))) {
                all = all.thenCompose(done -> store.denials().of(subject)).thenAccept(runs -> {
                    if (!runs.isEmpty()) {
                        items.add(StoredItem.ofDenials(subject, runs));
                    }
                });
            } else if (owner == null) {
                all = all.thenCompose(done -> store.users().get(subject.id()))
                        .thenAccept(user -> user.map(SubjectKeys::item).ifPresent(items::add));
            } else if (value != null) {
                items.addAll(StoredItemReader.of(owner, value));
            }
        }
        return all;
    }

    private static StoredItem item(User user) {
        return new StoredItem(Owner.user(user.id()), StoredItem.Kind.USER, "", user.toString(), null);
    }

    private CompletionStage<@Nullable Void> delete(List<byte[]> members, int from) {
        if (from >= members.size()) {
            return CompletableFuture.completedFuture(null);
        }
        List<byte[]> batch = members.subList(from, Math.min(from + BATCH, members.size()));
        return store.runForAdministrator(
                        new ScriptArgs(Scripts.ERASE, batch, List.of(MORE_CALLS_FOLLOW, MORE_CALLS_FOLLOW)))
                .thenCompose(done -> delete(members, from + BATCH));
    }
}
