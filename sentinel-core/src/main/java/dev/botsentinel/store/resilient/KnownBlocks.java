package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.PeerNews;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The blocks that this instance knows. A question costs one look-up in a map, and none while no block is known. Thread-safe. */
/*
 * A block that the storage has confirmed is answered without it for two seconds: a flood by a blocked subject costs the
 * storage one call every two seconds. While the storage fails, every block is answered until its own end. So is a block of a
 * state that the storage has lost: it would say that there is none, and that is no unblock.
 *
 * Verdicts and news overtake each other. Each fact carries how much news there had been when its question was sent; a verdict
 * never replaces what came after that. A lifted block leaves a mark for a minute, so that a verdict from before can't bring
 * it back.
 *
 * What is full forgets the automatic block that ends soonest. Blocks made by hand have room of their own, ten times as much:
 * administrators make them, not outsiders, but anybody who may send news can invent them.
 */
final class KnownBlocks implements PeerNews.Listener {

    /** How long a confirmed block is not asked for again. */
    static final long VERIFIED_MICROS = 2_000_000;

    private static final long MARK_MICROS = 60_000_000;

    private static final int BY_HAND = 10;

    private static final Comparator<KnownBlock> SOONEST =
            Comparator.comparingLong(KnownBlock::endMicros).thenComparing(KnownBlock::subject);

    private final InstantSource time;
    private final int maximum;
    private final ConcurrentHashMap<SubjectId, KnownBlock> blocks = new ConcurrentHashMap<>();
    private final NavigableSet<KnownBlock> expendable = new TreeSet<>(SOONEST);
    private final NavigableSet<KnownBlock> kept = new TreeSet<>(SOONEST);
    private final AtomicLong news = new AtomicLong();
    private final AtomicLong state = new AtomicLong();
    private volatile long missedAt;
    private long forgotten;

    /** @param maximum how many automatic blocks are known at most */
    KnownBlocks(InstantSource time, int maximum) {
        this.time = time;
        this.maximum = maximum;
    }

    /** When a question was sent, and how much was known then. */
    record Asked(long atMicros, long order, long state) {}

    /** To be taken before the storage is asked. */
    Asked asking() {
        return new Asked(now(), news.get(), state.get());
    }

    /** The verdict on a blocked subject, if it can be given without the storage; null if not. */
    Verdict.@Nullable Blocked answer(BlockCheck check, Facts facts) {
        KnownBlock block = find(check, facts);
        if (block == null) {
            return null;
        }
        long now = now();
        if (!block.isInForce(now)) {
            return null;
        }
        if (block.state() != state.get()) {
            return block.verdict(check.step(), now, true);
        }
        boolean confirmed = block.order() >= missedAt && block.isVerified(now);
        return confirmed && check.isFirst() ? block.verdict(check.step(), now, false) : null;
    }

    /** The verdict on a blocked subject while the storage fails; null if no block is known to be in force. */
    Verdict.@Nullable Blocked answerWithoutStorage(BlockCheck check, Facts facts) {
        KnownBlock block = find(check, facts);
        if (block == null) {
            return null;
        }
        long now = now();
        return block.isInForce(now) ? block.verdict(check.step(), now, true) : null;
    }

    /** Null also if the plan doesn't ask for blocks. */
    private @Nullable KnownBlock find(BlockCheck check, Facts facts) {
        if (check.step() == BlockCheck.NOWHERE || blocks.isEmpty()) {
            return null;
        }
        SubjectId subject = SubjectId.of(facts);
        return subject == null ? null : blocks.get(subject);
    }

    /** Learns what a verdict says of the subject. */
    void learn(Asked asked, BlockCheck check, Facts facts, Verdict verdict) {
        if (verdict instanceof Verdict.Blocked blocked) {
            verified(asked, facts, blocked.source(), blocked.nowMicros(), blocked.untilMicros());
        } else if (verdict instanceof Verdict.RateLimited limited && ledToBlock(verdict)) {
            verified(asked, facts, BlockSource.AUTOMATIC, limited.nowMicros(), limited.blockedUntilMicros());
        } else {
            KnownBlock block = find(check, facts);
            if (block != null && check.isPassedBy(verdict)) {
                noLonger(asked, block.subject());
            }
        }
    }

    /** Whether a verdict passes a subject that was known to be blocked when it was asked for, and still is. */
    boolean isContradictedBy(Asked asked, BlockCheck check, Facts facts, Verdict verdict) {
        KnownBlock block = find(check, facts);
        return block != null && block.order() <= asked.order() && block.isInForce(now()) && check.isPassedBy(verdict);
    }

    /** Whether the verdict is the denial that led to a block; the block counts from the next one on. */
    static boolean ledToBlock(Verdict verdict) {
        return verdict instanceof Verdict.RateLimited limited && limited.blockedUntilMicros() > 0;
    }

    private synchronized void verified(Asked asked, Facts facts, BlockSource source, long storeNow, long until) {
        SubjectId subject = SubjectId.of(facts);
        if (subject == null) {
            return;
        }
        KnownBlock known = blocks.get(subject);
        if (known == null || known.order() <= asked.order()) {
            long offset = storeNow - now();
            put(new KnownBlock(subject, false, source, until, offset, asked.atMicros(), asked.order(), asked.state()));
        }
    }

    private synchronized void noLonger(Asked asked, SubjectId subject) {
        KnownBlock known = blocks.get(subject);
        if (known == null || known.state() != asked.state() || known.state() != state.get()) {
            return;
        }
        if (known.order() <= asked.order()) {
            remove(known);
        }
    }

    @Override
    public synchronized void blocked(String subject, BlockSource source, long nowMicros, long untilMicros) {
        long offset = nowMicros - now();
        put(new KnownBlock(
                SubjectId.of(subject),
                false,
                source,
                untilMicros,
                offset,
                KnownBlock.UNVERIFIED,
                news.incrementAndGet(),
                state.get()));
    }

    @Override
    public synchronized void lifted(String subject) {
        long forget = now() + MARK_MICROS;
        put(new KnownBlock(
                SubjectId.of(subject),
                true,
                BlockSource.AUTOMATIC,
                forget,
                0,
                KnownBlock.UNVERIFIED,
                news.incrementAndGet(),
                state.get()));
    }

    @Override
    public void missed() {
        missedAt = news.incrementAndGet();
    }

    @Override
    public void stateLost() {
        state.incrementAndGet();
    }

    /** How many blocks had to be forgotten before their end, for lack of room. */
    synchronized long forgotten() {
        return forgotten;
    }

    int size() {
        return blocks.size();
    }

    private void put(KnownBlock block) {
        KnownBlock before = blocks.put(block.subject(), block);
        if (before != null) {
            sorted(before).remove(before);
        }
        sorted(block).add(block);
        bound(expendable, maximum);
        bound(kept, BY_HAND * (long) maximum);
    }

    private void bound(NavigableSet<KnownBlock> some, long most) {
        sweep(some);
        while (some.size() > most) {
            KnownBlock soonest = some.first();
            remove(soonest);
            forgotten += soonest.lifted() ? 0 : 1;
        }
    }

    private void sweep(NavigableSet<KnownBlock> ended) {
        long now = now();
        while (!ended.isEmpty() && ended.first().endMicros() <= now) {
            remove(ended.first());
        }
    }

    private void remove(KnownBlock block) {
        blocks.remove(block.subject());
        sorted(block).remove(block);
    }

    private NavigableSet<KnownBlock> sorted(KnownBlock block) {
        return block.isExpendable() ? expendable : kept;
    }

    private long now() {
        return Micros.of(time.instant());
    }
}
