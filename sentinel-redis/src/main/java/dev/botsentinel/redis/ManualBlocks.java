package dev.botsentinel.redis;

import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The manual blocks of all instances, so that a decision finds out without a trip that its chat is blocked. Thread-safe. */
/*
 * The block of a chat is in another slot than the subject's state, so on a Cluster asking for it would cost each decision
 * another trip. Administrators make few of them, so each instance has them all.
 *
 * They come from the block index, read by the first decision that has a chat, again when the news subscription was down, and
 * every 30 seconds; from the news; and from this instance's own changes, as soon as they complete. So an instance without news
 * sees a change within 30 seconds after the next decision in a chat. A decision never waits for a later reading.
 *
 * News arrive while the index is being read. Each fact has its order among the news, and what was read never replaces what
 * came after the reading began; a lifted block leaves a mark until the reading ends. What the index has no longer was lifted,
 * or is lost, which lifts nothing: before a block goes, the marker is asked whether the state is lost, and the index whether it still
 * lists the block, so that only its value is gone. A lost block holds until its end.
 *
 * A storage with its own time has no news. Its tests expect every instance to see a block at once, so each decision asks for
 * the block of its chat first, unless nobody else can have made one.
 */
final class ManualBlocks implements PeerNews.Listener {

    /** The most blocks that hold for chats; further ones hold for subjects alone. */
    static final int MOST = 100_000;

    static final long REREAD_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ThrottledLog log = ThrottledLog.of(ManualBlocks.class);

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LIFTED = 0;

    /** The state of blocks that the server has lost alone; no reading is of it. */
    private static final long LOST_ALONE = -1;

    /** With less time left, a block may have ended by the server's clock. */
    private static final long NEARLY_OVER_MICROS = TimeUnit.SECONDS.toMicros(2);

    private static final int PAGE = 250;

    private final RedisStore store;
    private final Keys keys;
    private final @Nullable NewsDispatcher news;
    private final boolean soleInstance;
    private final ConcurrentHashMap<String, Known> byId = new ConcurrentHashMap<>();
    private @Nullable CompletableFuture<@Nullable Void> reading;
    private long order;
    private long state;
    private boolean hasMissed;
    private volatile boolean isRead;
    private volatile long dueNanos;

    /**
     * What is known of one id.
     *
     * @param untilMicros the end in the server's time; {@link #LIFTED} for a mark
     * @param offsetMicros how far the server's time is ahead of this machine's, or a little less: it never ends too soon
     */
    private record Known(long untilMicros, long offsetMicros, long order, long state) {}

    /**
     * Knows no blocks yet.
     *
     * @param news null for a storage with its own time
     * @param soleInstance whether all blocks are this instance's own
     */
    ManualBlocks(RedisStore store, Keys keys, @Nullable NewsDispatcher news, boolean soleInstance) {
        this.store = store;
        this.keys = keys;
        this.news = news;
        this.soleInstance = soleInstance;
    }

    /** The verdict on an update in a blocked chat; null if it isn't blocked. */
    Verdict.@Nullable Blocked verdict(int step, Facts facts) {
        if (byId.isEmpty()) {
            return null;
        }
        String chat = facts.chat();
        Known known = chat == null ? null : byId.get(chat);
        if (known == null || known.untilMicros() == LIFTED) {
            return null;
        }
        long now = store.nowMicros() + known.offsetMicros();
        return now < known.untilMicros()
                ? new Verdict.Blocked(step, now, known.untilMicros(), BlockSource.MANUAL)
                : null;
    }

    /** What a decision waits for before it asks for its verdict; null if it needn't wait. */
    @Nullable
    CompletionStage<?> awaited(Facts facts, long deadlineNanos) {
        if (soleInstance) {
            return null;
        }
        if (news == null) {
            String chat = facts.chat();
            return chat == null ? null : ask(new Subject(chat));
        }
        if (!isRead) {
            return within(read(news), deadlineNanos);
        }
        if (System.nanoTime() - dueNanos >= 0) {
            CompletionStage<?> inTheBackground = read(news);
            assert inTheBackground != null;
        }
        return null;
    }

    /** The node of a Cluster that decisions in chats wait for; null if they wait for none. */
    @Nullable
    String awaitedNode() {
        return isRead || news == null ? null : store.node(keys.blockedIds());
    }

    private static CompletionStage<?> within(CompletableFuture<@Nullable Void> reading, long deadlineNanos) {
        return reading.copy()
                .orTimeout(Math.max(1, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof TimeoutException
                                ? new StoreException("the blocks made by hand are still being read")
                                : failure));
    }

    private CompletionStage<?> ask(Subject chat) {
        return store.admin().blockOf(chat).thenAccept(block -> {
            if (block.isPresent()) {
                changed(block.get());
            } else {
                lifted(chat.id());
            }
        });
    }

    /** This instance has made the block, or has read it. */
    void changed(Block block) {
        blocked(block.subject().id(), block.source(), Micros.of(block.since()), endMicros(block));
    }

    /** Notifies a listener of the blocks that are known already. */
    synchronized void tell(PeerNews.Listener listener) {
        long now = store.nowMicros();
        byId.forEach((id, known) -> {
            if (known.untilMicros() != LIFTED) {
                listener.blocked(id, BlockSource.MANUAL, now + known.offsetMicros(), known.untilMicros());
            }
        });
    }

    @Override
    public synchronized void blocked(String subject, BlockSource source, long nowMicros, long untilMicros) {
        if (source == BlockSource.MANUAL) {
            order++;
            put(subject, untilMicros, news == null ? 0 : nowMicros - store.nowMicros());
        } else {
            lifted(subject);
        }
    }

    @Override
    public synchronized void lifted(String subject) {
        order++;
        if (reading == null) {
            byId.remove(subject);
        } else {
            put(subject, LIFTED, 0);
        }
    }

    @Override
    public synchronized void missed() {
        hasMissed = true;
        dueNanos = System.nanoTime();
    }

    @Override
    public synchronized void stateLost() {
        state++;
    }

    @Override
    public synchronized void blockLost(String subject) {
        byId.computeIfPresent(
                subject,
                (id, known) -> isNearlyOver(known)
                        ? known
                        : new Known(known.untilMicros(), known.offsetMicros(), known.order(), LOST_ALONE));
    }

    private boolean isNearlyOver(Known known) {
        return known.untilMicros() <= store.nowMicros() + known.offsetMicros() + NEARLY_OVER_MICROS;
    }

    private void put(String id, long untilMicros, long offsetMicros) {
        if (byId.size() >= MOST && !byId.containsKey(id) && !makesRoom()) {
            return;
        }
        byId.put(id, new Known(untilMicros, offsetMicros, order, state));
    }

    /** Forgets what has ended; marks go when the reading ends. */
    private boolean makesRoom() {
        long now = store.nowMicros();
        byId.values()
                .removeIf(known -> known.untilMicros() != LIFTED && known.untilMicros() <= now + known.offsetMicros());
        boolean hasRoom = byId.size() < MOST;
        if (!hasRoom) {
            log.warn("There are more than " + MOST + " blocks made by hand; further ones don't hold for chats", "");
        }
        return hasRoom;
    }

    // Reading the index

    /** How things stood when a reading began. */
    private record Start(long order, long state) {}

    /** Reads all blocks, unless that is going on already. */
    private CompletableFuture<@Nullable Void> read(NewsDispatcher dispatcher) {
        CompletableFuture<@Nullable Void> mine = new CompletableFuture<>();
        Start start;
        synchronized (this) {
            if (reading != null) {
                return reading;
            }
            reading = mine;
            hasMissed = false;
            start = new Start(order, state);
        }
        CompletionStage<?> unused = store.serverMicros()
                .thenCompose(serverMicros -> {
                    long offset = serverMicros - store.nowMicros();
                    return pages(new ArrayList<>(), null)
                            .thenCompose(blocks -> apply(dispatcher, start, blocks, offset));
                })
                .whenComplete((done, failure) -> ended(mine, failure));
        return mine;
    }

    private CompletionStage<List<Block>> pages(List<Block> found, @Nullable String after) {
        return store.admin().blocks(after, PAGE).thenCompose(page -> {
            page.blocks().stream()
                    .filter(block -> block.source() == BlockSource.MANUAL)
                    .forEach(found::add);
            String next = page.next();
            return next == null ? CompletableFuture.completedFuture(found) : pages(found, next);
        });
    }

    private CompletionStage<@Nullable Void> apply(
            NewsDispatcher dispatcher, Start start, List<Block> blocks, long offset) {
        List<String> gone = found(dispatcher, start, blocks, offset);
        CompletionStage<@Nullable Void> confirmed =
                gone.isEmpty() ? CompletableFuture.completedFuture(null) : store.confirmState(keys.blockedIds());
        for (String id : gone) {
            confirmed = confirmed
                    .thenCompose(before -> store.confirmState(keys.owner(Owner.user(id))))
                    .thenCompose(kept -> store.isBlockLost(id))
                    .thenAccept(isLost -> {
                        if (isLost) {
                            dispatcher.tell(listener -> listener.blockLost(id));
                        }
                    });
        }
        return confirmed.thenAccept(done -> gone(dispatcher, start, gone));
    }

    /** Notifies all of what was found, this included, and returns the ids that were not. */
    private synchronized List<String> found(NewsDispatcher dispatcher, Start start, List<Block> blocks, long offset) {
        for (Block block : blocks) {
            String id = block.subject().id();
            long until = endMicros(block);
            Known known = byId.get(id);
            if (known == null || (known.order() <= start.order() && known.untilMicros() != until)) {
                long now = store.nowMicros() + offset;
                dispatcher.tell(listener -> listener.blocked(id, BlockSource.MANUAL, now, until));
            } else if (known.order() <= start.order()) {
                put(id, until, offset);
            }
        }
        Set<String> ids = blocks.stream().map(block -> block.subject().id()).collect(Collectors.toSet());
        return byId.entrySet().stream()
                .filter(entry -> isOf(start, entry.getValue()) && !ids.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private synchronized void gone(NewsDispatcher dispatcher, Start start, List<String> gone) {
        for (String id : gone) {
            Known known = byId.get(id);
            if (known != null && isOf(start, known)) {
                dispatcher.tell(listener -> listener.lifted(id));
            }
        }
    }

    /** Whether it is older than the reading, and of the state that was read. */
    private boolean isOf(Start start, Known known) {
        return known.order() <= start.order() && known.state() == start.state() && known.state() == state;
    }

    private void ended(CompletableFuture<@Nullable Void> mine, @Nullable Throwable failure) {
        synchronized (this) {
            reading = null;
            for (Iterator<Known> all = byId.values().iterator(); all.hasNext(); ) {
                if (all.next().untilMicros() == LIFTED) {
                    all.remove();
                }
            }
            dueNanos = System.nanoTime() + (hasMissed ? 0 : failure == null ? REREAD_NANOS : RETRY_NANOS);
            isRead |= failure == null;
        }
        if (failure == null) {
            mine.complete(null);
        } else {
            mine.completeExceptionally(failure);
        }
    }

    private static long endMicros(Block block) {
        Instant until = block.until();
        return until == null ? Verdict.NEVER : Micros.of(until);
    }
}
