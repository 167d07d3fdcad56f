package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.Script;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.AdminArguments;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.Inspection;
import dev.botsentinel.store.Refund;
import dev.botsentinel.store.SeenValue;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.StoredItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The administrators' operations: one call each; listing takes two per few hundred blocks. Thread-safe. */
final class RedisAdmin implements StoreAdmin {

    private static final long NANOS_PER_MICRO = 1000;

    /** The most blocks that one script reads, since it delays all other calls. */
    private static final int BATCH = 250;

    private final RedisStore store;
    private final Keys keys;
    private final BlockIndex index;
    private final ManualBlocks manualBlocks;
    private final RedisBudgets budgets;
    private final SubjectKeys subjects;

    RedisAdmin(RedisStore store, Keys keys, BlockIndex index, ManualBlocks manualBlocks) {
        this.store = store;
        this.keys = keys;
        this.index = index;
        this.manualBlocks = manualBlocks;
        this.budgets = new RedisBudgets(store, keys);
        this.subjects = new SubjectKeys(store, keys, index);
    }

    @Override
    public CompletionStage<Block> block(Subject subject, @Nullable Duration duration, String actor, String reason) {
        AdminArguments.checkBlock(duration, actor, reason);
        long micros = duration == null ? StructWriter.NEVER : duration.toNanos() / NANOS_PER_MICRO;
        List<byte[]> arguments = List.of(
                new StructWriter().number(micros).bytes(),
                BlockPart.texts(actor, reason),
                Cesu8.bytes(subject.id()),
                keys.channel());
        List<byte[]> keysOfCall = index.withSubject(subject.id());
        return run(Scripts.BLOCK, keysOfCall, arguments).thenCompose(reply -> {
            Block block = block(reply, subject).orElseThrow();
            manualBlocks.changed(block);
            return keysOfCall.size() > 1
                    ? CompletableFuture.completedFuture(block)
                    : listed(index.add(subject.id(), endMicros(block)), block);
        });
    }

    @Override
    public CompletionStage<Optional<Block>> unblock(Subject subject) {
        List<byte[]> keysOfCall = index.withSubject(subject.id());
        return run(Scripts.UNBLOCK, keysOfCall, List.of(Cesu8.bytes(subject.id()), keys.channel()))
                .thenCompose(reply -> {
                    manualBlocks.lifted(subject.id());
                    Optional<Block> lifted = block(reply, subject);
                    return keysOfCall.size() > 1
                            ? CompletableFuture.completedFuture(lifted)
                            : listed(index.remove(subject.id()), lifted);
                });
    }

    /** The block is written by then: a failure of the index proves not that nothing was done. */
    private static <T> CompletionStage<T> listed(CompletionStage<Reply> index, T done) {
        return index.thenApply(written -> done).exceptionally(failure -> {
            throw new StoreException("the block is written, but the index of blocks is not", failure);
        });
    }

    @Override
    public CompletionStage<Optional<Block>> blockOf(Subject subject) {
        return run(Scripts.BLOCKS_OF, List.of(key(subject)), List.of()).thenApply(reply -> block(reply, subject));
    }

    @Override
    public CompletionStage<BlockPage> blocks(@Nullable String after, int limit) {
        AdminArguments.checkPage(limit);
        return more(new ArrayList<>(), after, limit);
    }

    @Override
    public CompletionStage<Inspection> inspect(Owner owner, List<AppliedLimit> limits) {
        return budgets.inspect(owner, limits);
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Budget budget) {
        return budgets.reset(budget);
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Owner owner) {
        return budgets.reset(owner);
    }

    @Override
    public CompletionStage<Refund> refund(Budget budget, int permits, long refundId) {
        if (permits < 1) {
            throw new IllegalArgumentException("a refund needs at least 1 permit, but has " + permits);
        }
        return budgets.refund(budget, permits, refundId);
    }

    /** No verdict of this storage is degraded. */
    @Override
    public CompletionStage<@Nullable Void> release(Owner owner, List<SeenValue> values, boolean degraded) {
        return degraded || values.isEmpty() ? CompletableFuture.completedFuture(null) : budgets.release(owner, values);
    }

    @Override
    public CompletionStage<Instant> cooldown(Budget budget, Duration duration) {
        AdminArguments.checkCooldown(duration);
        return budgets.cooldown(budget, duration);
    }

    @Override
    public CompletionStage<List<StoredItem>> export(Subject subject) {
        return subjects.export(subject);
    }

    @Override
    public CompletionStage<Optional<Block>> erase(Subject subject) {
        return subjects.erase(subject).thenApply(lifted -> {
            manualBlocks.lifted(subject.id());
            return lifted;
        });
    }

    /** Reads on until the page is full and there is at least one more block, or until the index ends. */
    private CompletionStage<BlockPage> more(List<Block> found, @Nullable String after, int limit) {
        return idsAfter(after, Math.min(BATCH, limit - found.size() + 1))
                .thenCompose(ids -> ids.isEmpty()
                        ? CompletableFuture.completedFuture(new BlockPage(found, null))
                        : blocksOf(ids).thenCompose(blocks -> {
                            found.addAll(blocks);
                            return found.size() > limit
                                    ? CompletableFuture.completedFuture(fullPage(found, limit))
                                    : more(found, ids.get(ids.size() - 1), limit);
                        }));
    }

    private static BlockPage fullPage(List<Block> found, int limit) {
        List<Block> page = found.subList(0, limit);
        return new BlockPage(page, page.get(limit - 1).subject().id());
    }

    private CompletionStage<List<String>> idsAfter(@Nullable String after, int most) {
        byte[] from = after == null
                ? new StructWriter().letter('-').bytes()
                : new StructWriter().letter('(').raw(Cesu8.bytes(after)).bytes();
        List<byte[]> arguments = List.of(from, Integer.toString(most).getBytes(US_ASCII));
        return run(Scripts.PAGE_OF_INDEX, List.of(keys.blockedIds()), arguments)
                .thenApply(reply -> each(reply, index -> Cesu8.text(Objects.requireNonNull(reply.bytes(index)))));
    }

    /** The blocks of these subjects in the order of their ids, with one call per slot. */
    private CompletionStage<List<Block>> blocksOf(List<String> ids) {
        Map<Integer, List<Subject>> bySlot =
                ids.stream().map(Subject::new).collect(Collectors.groupingBy(subject -> store.slot(key(subject))));
        List<CompletableFuture<List<Block>>> found = bySlot.values().stream()
                .map(subjects -> blocksInSlot(subjects).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
                .thenApply(done -> found.stream()
                        .flatMap(blocks -> blocks.join().stream())
                        .sorted(Comparator.comparing(block -> block.subject().id()))
                        .toList());
    }

    private CompletionStage<List<Block>> blocksInSlot(List<Subject> subjects) {
        return run(Scripts.BLOCKS_OF, subjects.stream().map(this::key).toList(), List.of())
                .thenApply(reply -> each(reply, item -> {
                    byte[] part = reply.bytes(item);
                    return part == null ? null : BlockPart.read(subjects.get(item - Reply.REST), part);
                }));
    }

    private CompletionStage<Reply> run(Script script, List<byte[]> keysOfCall, List<byte[]> arguments) {
        return store.runForAdministrator(new ScriptArgs(script, keysOfCall, arguments));
    }

    private static <T> List<T> each(Reply reply, Function<Integer, @Nullable T> reader) {
        List<T> all = new ArrayList<>();
        for (int i = Reply.REST; i < reply.size(); i++) {
            T one = reader.apply(i);
            if (one != null) {
                all.add(one);
            }
        }
        return all;
    }

    private static Optional<Block> block(Reply reply, Subject subject) {
        return Optional.ofNullable(reply.bytes(Reply.REST)).map(part -> BlockPart.read(subject, part));
    }

    private static long endMicros(Block block) {
        Instant until = block.until();
        return until == null ? StructWriter.NEVER : Micros.of(until);
    }

    private byte[] key(Subject subject) {
        return keys.owner(Owner.user(subject.id()));
    }
}
