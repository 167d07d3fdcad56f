package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.PeerNews;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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

    /** The state of blocks that the storage has lost alone; never its present one, so they are held as those of a lost state are. */
    private static final long LOST_ALONE = -1;

    /** The reason of a block that the storage has lost, since the one from before is lost, too. */
    static final String LOST = "known to this instance; the storage has lost it";

    /** The reason of a block that ends here, while the storage has none: it has lost it, or another instance has lifted it. */
    static final String ENFORCED = "enforced by this instance; the storage had none";

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
    private final Runnable onForgotten;
    private final Consumer<Block> onLost;
    private long forgotten;

    /**
     * @param maximum how many automatic blocks are known at most
     * @param onForgotten run, under the lock, for each block that had to be forgotten before its end
     * @param onLost told of each block that the storage has lost alone, once
     */
    KnownBlocks(InstantSource time, int maximum, Runnable onForgotten, Consumer<Block> onLost) {
        this.onForgotten = onForgotten;
        this.onLost = onLost;
        this.time = time;
        this.maximum = maximum;
    }

    /** When a question was sent, and how much was known then. */
    record Asked(long atMicros, long order, long state) {}

    /** To be taken before the storage is asked. */
    Asked asking() {
        return new Asked(now(), news.get(), state.get());
    }

    /** The verdict on a blocked chat or subject, if it can be given without the storage; null if not. */
    Verdict.@Nullable Blocked answer(BlockCheck check, Facts facts) {
        KnownBlock chat = findChat(check, facts);
        if (chat == null || !chat.isInForce(now())) {
            return answer(find(check, facts), check.step(), check.isFirst());
        }
        return answer(
                chat, check.chatStep(), check.chatIsFirst()); // if it has to be confirmed, so has which block it is
    }

    private Verdict.@Nullable Blocked answer(@Nullable KnownBlock block, int step, boolean isFirst) {
        if (block == null) {
            return null;
        }
        long now = now();
        if (!block.isInForce(now)) {
            return null;
        }
        if (block.state()
                != state.get()) { // the storage may have it all the same, but is not asked by each update of a flood
            return block.isVerified(now) ? block.verdict(step, now, true) : null;
        }
        boolean confirmed = block.order() >= missedAt && block.isVerified(now);
        return confirmed && isFirst ? block.verdict(step, now, false) : null;
    }

    /** The verdict on a blocked chat or subject while the storage fails; null if no block is known to be in force. */
    Verdict.@Nullable Blocked answerWithoutStorage(BlockCheck check, Facts facts) {
        Verdict.Blocked ofChat = answerWithoutStorage(findChat(check, facts), check.chatStep());
        return ofChat != null ? ofChat : answerWithoutStorage(find(check, facts), check.step());
    }

    /** The verdict on a blocked chat while the storage fails, likewise. */
    Verdict.@Nullable Blocked answerForChatWithoutStorage(BlockCheck check, Facts facts) {
        return answerWithoutStorage(findChat(check, facts), check.chatStep());
    }

    private Verdict.@Nullable Blocked answerWithoutStorage(@Nullable KnownBlock block, int step) {
        if (block == null) {
            return null;
        }
        long now = now();
        return block.isInForce(now) ? block.verdict(step, now, true) : null;
    }

    /** The subject's; null also if the plan doesn't ask for blocks. */
    private @Nullable KnownBlock find(BlockCheck check, Facts facts) {
        if (check.step() == BlockCheck.NOWHERE || blocks.isEmpty()) {
            return null;
        }
        SubjectId subject = SubjectId.of(facts);
        return subject == null ? null : blocks.get(subject);
    }

    /** The chat's, if it was made by hand; null also if the plan doesn't ask for it. */
    private @Nullable KnownBlock findChat(BlockCheck check, Facts facts) {
        if (check.chatStep() == BlockCheck.NOWHERE || blocks.isEmpty()) {
            return null;
        }
        SubjectId chat = SubjectId.ofChat(facts);
        KnownBlock block = chat == null ? null : blocks.get(chat);
        return block != null && block.source() == BlockSource.MANUAL ? block : null;
    }

    /** Learns what a verdict says of the chat and of the subject. */
    void learn(Asked asked, BlockCheck check, Facts facts, Verdict verdict) {
        if (verdict instanceof Verdict.Blocked blocked) {
            SubjectId whose = blocked.step() == check.chatStep() ? SubjectId.ofChat(facts) : SubjectId.of(facts);
            verified(asked, whose, blocked.source(), blocked.nowMicros(), blocked.untilMicros());
        } else if (verdict instanceof Verdict.RateLimited limited && ledToBlock(verdict)) {
            verified(
                    asked,
                    SubjectId.of(facts),
                    BlockSource.AUTOMATIC,
                    limited.nowMicros(),
                    limited.blockedUntilMicros());
        }
        if (!ledToBlock(verdict)) {
            passed(asked, find(check, facts), check.step(), verdict);
        }
        passed(asked, findChat(check, facts), check.chatStep(), verdict);
    }

    private void passed(Asked asked, @Nullable KnownBlock block, int step, Verdict verdict) {
        if (block != null && BlockCheck.isPassed(step, verdict)) {
            noLonger(asked, block.subject());
        }
    }

    /** Whether a verdict passes somebody who was known to be blocked when it was asked for, and still is. */
    boolean isContradictedBy(Asked asked, BlockCheck check, Facts facts, Verdict verdict) {
        return isContradicted(asked, find(check, facts), check.step(), verdict)
                || isContradicted(asked, findChat(check, facts), check.chatStep(), verdict);
    }

    private boolean isContradicted(Asked asked, @Nullable KnownBlock block, int step, Verdict verdict) {
        return block != null
                && block.order() <= asked.order()
                && block.isInForce(now())
                && BlockCheck.isPassed(step, verdict);
    }

    /** The ids whose known blocks a verdict contradicts; of the subject, of the chat, or of both. */
    List<String> contradicted(Asked asked, BlockCheck check, Facts facts, Verdict verdict) {
        List<String> ids = new ArrayList<>(2);
        if (isContradicted(asked, find(check, facts), check.step(), verdict)) {
            ids.add(Objects.requireNonNull(facts.subject()));
        }
        if (isContradicted(asked, findChat(check, facts), check.chatStep(), verdict)) {
            ids.add(Objects.requireNonNull(facts.chat()));
        }
        return ids;
    }

    /** Whether the verdict is the denial that led to a block; the block counts from the next one on. */
    static boolean ledToBlock(Verdict verdict) {
        return verdict instanceof Verdict.RateLimited limited && limited.blockedUntilMicros() > 0;
    }

    private synchronized void verified(
            Asked asked, @Nullable SubjectId subject, BlockSource source, long storeNow, long until) {
        if (subject == null) {
            return;
        }
        KnownBlock known = blocks.get(subject);
        if (known == null || known.order() <= asked.order()) {
            long offset = storeNow - now();
            put(new KnownBlock(
                    subject, false, source, until, offset, asked.atMicros(), asked.order(), asked.state(), now()));
        }
    }

    private synchronized void noLonger(Asked asked, SubjectId subject) {
        KnownBlock known = blocks.get(subject);
        if (known == null) {
            return;
        }
        if (known.state() != state.get()) {
            put(known.askedAt(asked.atMicros()));
            return;
        }
        if (known.state() != asked.state()) {
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
                state.get(),
                now()));
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
                state.get(),
                now()));
    }

    @Override
    public void missed() {
        missedAt = news.incrementAndGet();
    }

    @Override
    public void stateLost() {
        state.incrementAndGet();
    }

    @Override
    public void blockLost(String subject) {
        Block lost = lose(SubjectId.of(subject));
        if (lost != null) {
            onLost.accept(lost);
        }
    }

    private synchronized @Nullable Block lose(SubjectId subject) {
        KnownBlock known = blocks.get(subject);
        if (known == null || !isDoubtful(known)) {
            return null;
        }
        put(known.of(LOST_ALONE));
        return block(known, LOST);
    }

    /** The block that this instance enforces although the storage has lost it; empty if there is none. */
    Optional<Block> lostBlock(String subject) {
        KnownBlock known = blocks.get(SubjectId.of(subject));
        return known != null && isLost(known) ? Optional.of(block(known, LOST)) : Optional.empty();
    }

    /** All that this instance enforces although the storage has lost them. Looks at all that is known. */
    List<Block> lostBlocks() {
        return blocks.values().stream()
                .filter(this::isLost)
                .map(known -> block(known, LOST))
                .toList();
    }

    /** The block that this instance enforces, whatever the storage has; empty if there is none. */
    Optional<Block> enforcedBlock(String subject) {
        KnownBlock known = blocks.get(SubjectId.of(subject));
        return known != null && isClearlyInForce(known) ? Optional.of(block(known, ENFORCED)) : Optional.empty();
    }

    /** The subject itself, if this instance enforces a block of the storage's present state; else nobody. */
    List<String> doubtful(String subject) {
        KnownBlock known = blocks.get(SubjectId.of(subject));
        return known != null && isDoubtful(known) ? List.of(subject) : List.of();
    }

    /** The first subjects of a page of blocks that it lacks, though this instance enforces theirs. Looks at all that is known. */
    List<String> doubtful(BlockPage page, @Nullable String after, int most) {
        Set<String> shown =
                page.blocks().stream().map(block -> block.subject().id()).collect(Collectors.toSet());
        return blocks.values().stream()
                .filter(this::isDoubtful)
                .map(known -> known.subject().id())
                .filter(id -> isOf(page, after, id) && !shown.contains(id))
                .sorted()
                .limit(most)
                .toList();
    }

    /** Whether a page of blocks would have this subject's. */
    static boolean isOf(BlockPage page, @Nullable String after, String id) {
        return (after == null || id.compareTo(after) > 0) && (page.next() == null || id.compareTo(page.next()) <= 0);
    }

    private boolean isDoubtful(KnownBlock known) {
        return known.state() == state.get() && isClearlyInForce(known);
    }

    /** Of the last two seconds nothing is said: by the storage's clock the block may have ended. */
    private boolean isClearlyInForce(KnownBlock known) {
        return known.isInForce(now() + VERIFIED_MICROS);
    }

    private boolean isLost(KnownBlock known) {
        return known.state() != state.get() && known.isInForce(now());
    }

    private static Block block(KnownBlock known, String reason) {
        return new Block(
                new Subject(known.subject().id()),
                known.source(),
                Micros.instant(known.learntMicros() + known.offsetMicros()),
                known.untilMicros() == Verdict.NEVER ? null : Micros.instant(known.untilMicros()),
                known.source() == BlockSource.AUTOMATIC ? "sentinel" : "unknown",
                reason);
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
            if (!soonest.lifted()) {
                forgotten++;
                onForgotten.run();
            }
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
