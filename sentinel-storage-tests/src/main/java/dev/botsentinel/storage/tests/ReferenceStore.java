package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.storage.tests.OwnerState.Held;
import dev.botsentinel.storage.tests.OwnerState.Seen;
import dev.botsentinel.storage.tests.OwnerState.SeenList;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The storage that says what is right: plain maps and lists, one lock, every rule written straight from its definition.
 * Obvious rather than quick; nothing is ever evicted, what has ended is treated as absent. It shares no code with the
 * other storages, so that they can be compared with it.
 *
 * <p>For tests. Thread-safe; decides on the calling thread.
 */
public class ReferenceStore implements SentinelStore {

    /*
     * Everything that is package-private and not final is a seam for the saboteurs in the tests, which break one rule
     * each and show that the contract notices.
     */

    final Object lock = new Object();
    final Map<Object, OwnerState> owners = new HashMap<>();
    private final InstantSource time;
    private final FingerprintKey fingerprintKey;
    private final StoreAdmin admin = new ReferenceAdmin(this, budgets());
    private boolean closed;

    /** A storage with a random fingerprint key. */
    public ReferenceStore(InstantSource time) {
        this(time, FingerprintKey.random());
    }

    /** A storage with this fingerprint key. */
    public ReferenceStore(InstantSource time, FingerprintKey fingerprintKey) {
        this.time = time;
        this.fingerprintKey = fingerprintKey;
    }

    @Override
    public PreparedPlan prepare(Plan plan) {
        return facts -> {
            synchronized (lock) {
                return closed ? new Pending(failedAsClosed()) : commit(examine(plan, facts));
            }
        };
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return fingerprintKey;
    }

    /** Asked once, when the storage is made. */
    ReferenceBudgets budgets() {
        return new ReferenceBudgets(this);
    }

    @Override
    public StoreAdmin admin() {
        return admin;
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    /**
     * What a step answers, and what it writes should the plan pass.
     *
     * @param refusal null if it passes
     * @param remaining the whole permits left after the plan; -1 if the step is no limit
     * @param lockOut what it writes if it refuses and its refusal counts
     */
    record Look(Verdict.@Nullable Refused refusal, long remaining, Runnable write, Runnable lockOut) {

        static Look refuses(Verdict.Refused refusal) {
            return refuses(refusal, () -> {});
        }

        static Look refuses(Verdict.Refused refusal, Runnable lockOut) {
            return new Look(refusal, -1, () -> {}, lockOut);
        }

        static Look passes(Runnable write) {
            return passes(-1, write);
        }

        static Look passes(long remaining, Runnable write) {
            return new Look(null, remaining, write, () -> {});
        }
    }

    /** Every step of a plan, examined against one state and one time; nothing is written yet. */
    record Examination(Plan plan, Facts facts, long now, List<Look> looks) {

        /** The step's refusal; null if it passes or is a shadow one. */
        Verdict.@Nullable Refused refusal(int step) {
            return plan.steps().get(step).mode() == Mode.ENFORCE
                    ? looks.get(step).refusal()
                    : null;
        }
    }

    final Examination examine(Plan plan, Facts facts) {
        long now = now();
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            Look look = look(plan, facts, i, now);
            looks.add(look);
            if (i == 0 && look.refusal() != null && step instanceof Step.NotBlocked check && check.ofChat()) {
                break; // a blocked chat is known without the state of those who are in it
            }
        }
        return new Examination(plan, facts, now, looks);
    }

    final Verdict commit(Examination examined) {
        for (int i = 0; i < examined.plan().steps().size(); i++) {
            if (examined.plan().steps().get(i) instanceof Step.Album album) {
                return albumPart(examined, i, forReading(examined.facts().owner(album.scope())));
            }
        }
        return conclude(examined);
    }

    private Verdict albumPart(Examination examined, int albumStep, OwnerState known) {
        for (int i = 0; i < albumStep; i++) {
            Verdict.Refused refusal = examined.refusal(i);
            if (refusal != null && !(refusal instanceof Verdict.RateLimited)) {
                return refusal;
            }
        }
        long value = examined.facts().album();
        long at = timeFor(known, examined.now());
        OwnerState.SeenAlbum album = known.album(value, at);
        Verdict shared = album == null ? null : shared(examined, albumStep, album);
        boolean probe = examined.plan().probe();
        if (album != null && shared != null) {
            if (!probe) {
                count(known, album);
                if (shared instanceof Verdict.Admitted) {
                    examined.looks().stream()
                            .limit(albumStep)
                            .filter(look -> look.refusal() == null && look.remaining() < 0)
                            .forEach(look -> look.write().run());
                    known.latestMicros = at;
                }
            }
            return shared;
        }
        Verdict first = conclude(examined);
        if (!probe && !(first instanceof Verdict.Blocked)) {
            OwnerState state = forWriting(known.owner);
            begin(state, value, at, sharedRefusal(examined, first));
            state.latestMicros = first instanceof Verdict.Admitted ? at : state.latestMicros;
        }
        return first;
    }

    /** What a later part gets; null if the policy has lost the rule that refused the first. */
    private static @Nullable Verdict shared(Examination examined, int albumStep, OwnerState.SeenAlbum album) {
        OwnerState.SharedRefusal refusal = album.refusal();
        List<Step> steps = new ArrayList<>(examined.plan().steps());
        if (refusal == null) {
            return Verdict.Admitted.albumPart(steps.size(), false);
        }
        steps.addAll(((Step.Album) steps.get(albumStep)).elsewhere());
        long until = Math.max(refusal.untilMicros(), examined.now() + 1);
        for (int i = albumStep; i < steps.size(); i++) {
            if (steps.get(i).mode() == Mode.ENFORCE && refusal.rule().equals(ruleOf(steps.get(i)))) {
                return new Verdict.AlbumPart(
                        steps.get(i) instanceof Step.FirstSeen
                                ? new Verdict.Duplicate(i, examined.now(), until)
                                : new Verdict.RateLimited(i, examined.now(), until, refusal.remaining(), 0));
            }
        }
        return null;
    }

    private static OwnerState.@Nullable SharedRefusal sharedRefusal(Examination examined, Verdict first) {
        if (!(first instanceof Verdict.Refused refused)) {
            return null;
        }
        Object rule = Objects.requireNonNull(ruleOf(examined.plan().steps().get(refused.step())));
        long remaining = refused instanceof Verdict.RateLimited limited ? limited.remaining() : 0;
        return new OwnerState.SharedRefusal(rule, refused.untilMicros(), remaining);
    }

    private static @Nullable Object ruleOf(Step step) {
        if (step instanceof Step.TakePermits take) {
            return take.applied().key();
        }
        return step instanceof Step.FirstSeen seen ? seen.kind() : null;
    }

    void count(OwnerState state, OwnerState.SeenAlbum album) {
        int at = state.albums.indexOf(album);
        if (album.parts() + 1 >= partsOfAlbum()) {
            state.albums.remove(at);
        } else {
            state.albums.set(
                    at,
                    new OwnerState.SeenAlbum(album.value(), album.untilMicros(), album.parts() + 1, album.refusal()));
        }
    }

    int partsOfAlbum() {
        return Step.Album.PARTS;
    }

    private static void begin(OwnerState state, long value, long at, OwnerState.@Nullable SharedRefusal refusal) {
        state.albums.removeIf(album -> album.untilMicros() <= at || album.value() == value);
        state.albums.add(new OwnerState.SeenAlbum(value, at + Step.Album.WINDOW_MICROS, 1, refusal));
        if (state.albums.size() > Step.Album.CAPACITY) {
            state.albums.remove(0);
        }
    }

    private Verdict conclude(Examination examined) {
        for (int i = 0; i < examined.looks().size(); i++) {
            Verdict.Refused refusal = examined.refusal(i);
            if (refusal instanceof Verdict.RateLimited limited) {
                return refuse(examined, limited);
            }
            if (refusal != null) {
                return refusal;
            }
        }
        return admit(examined);
    }

    Verdict admit(Examination examined) {
        Verdict.AdmittedBuilder admitted =
                new Verdict.AdmittedBuilder(examined.looks().size());
        for (int i = 0; i < examined.looks().size(); i++) {
            Look look = examined.looks().get(i);
            if (look.refusal() != null) {
                admitted.shadowRefused(i);
                lockOut(examined, look);
                continue;
            }
            if (look.remaining() >= 0) {
                admitted.remaining(i, look.remaining());
            }
            if (!examined.plan().probe()) {
                look.write().run();
            }
        }
        return admitted.build();
    }

    /** The refusal of the limit with the longest wait, and the violation that it is. */
    Verdict refuse(Examination examined, Verdict.RateLimited first) {
        Verdict.RateLimited named = first;
        boolean violation = false;
        for (int i = first.step(); i < examined.looks().size(); i++) {
            if (examined.refusal(i) instanceof Verdict.RateLimited limited) {
                named = longerWait(named, limited);
                lockOut(examined, examined.looks().get(i));
                violation |= isViolation(examined.plan().steps().get(i).scope());
            }
        }
        long blockedUntil = violation ? countViolation(examined.plan(), examined.facts(), examined.now()) : 0;
        return new Verdict.RateLimited(
                named.step(), named.nowMicros(), named.untilMicros(), named.remaining(), blockedUntil);
    }

    void lockOut(Examination examined, Look look) {
        if (!examined.plan().probe()) {
            look.lockOut().run();
        }
    }

    Verdict.RateLimited longerWait(Verdict.RateLimited first, Verdict.RateLimited second) {
        return second.untilMicros() > first.untilMicros() ? second : first;
    }

    boolean isViolation(Scope scopeInEffect) {
        return scopeInEffect.needsSubject();
    }

    /** The end of the block that this violation leads to, if it is one that blocks; else 0. */
    long countViolation(Plan plan, Facts facts, long now) {
        Escalation escalation = plan.onDenied();
        if (escalation == null || plan.probe()) {
            return 0;
        }
        OwnerState state = forWriting(facts.owner(Scope.USER));
        long at = timeFor(state, now);
        if (state.blockAt(at, escalation.mode()) != null) {
            return 0;
        }
        long end = state.offences(escalation.mode()).count(escalation, facts.jitterDraw(), at);
        if (end == 0) {
            return 0;
        }
        state.blocks.put(escalation.mode(), automaticBlock(at, end));
        return escalation.mode() == Mode.ENFORCE ? end : 0;
    }

    private static Held automaticBlock(long since, long until) {
        return new Held(BlockSource.AUTOMATIC, since, until, "sentinel", "violations");
    }

    private Look look(Plan plan, Facts facts, int index, long now) {
        Step step = plan.steps().get(index);
        Owner owner = facts.owner(step.scope());
        if (step instanceof Step.NotBlocked check && check.ofChat()) {
            return chatNotBlocked(owner, index, now);
        }
        OwnerState state = forReading(owner);
        long at = timeFor(state, now);
        Look look = step.match(new Step.Cases<Look>() {
            @Override
            public Look notBlocked(Step.NotBlocked notBlocked) {
                return ReferenceStore.notBlocked(notBlocked, state, index, now, at);
            }

            @Override
            public Look firstSeen(Step.FirstSeen firstSeen) {
                return ReferenceStore.this.firstSeen(firstSeen, facts.value(firstSeen), owner, index, now, at);
            }

            /** It is no step of its own: the whole plan is decided by it or not. */
            @Override
            public Look album(Step.Album album) {
                return Look.passes(() -> {});
            }

            @Override
            public Look takePermits(Step.TakePermits take) {
                return ReferenceStore.this.takePermits(take, owner, index, now, at);
            }
        });
        return Objects.requireNonNull(look);
    }

    private static Look notBlocked(Step.NotBlocked step, OwnerState state, int index, long now, long at) {
        Held block = state.blockAt(at, step.mode());
        return block == null
                ? Look.passes(() -> {})
                : Look.refuses(new Verdict.Blocked(index, now, block.untilMicros(), block.source()));
    }

    private Look chatNotBlocked(Owner chat, int index, long now) {
        OwnerState state = forReading(Owner.user(Objects.requireNonNull(chat.chat())));
        Held block = blockNow(state);
        return block == null || !holdsForChat(block)
                ? Look.passes(() -> {})
                : Look.refuses(new Verdict.Blocked(index, now, block.untilMicros(), block.source()));
    }

    boolean holdsForChat(Held block) {
        return block.source() == BlockSource.MANUAL;
    }

    private Look firstSeen(Step.FirstSeen step, long value, Owner owner, int index, long now, long at) {
        SeenList list = new SeenList(step.kind(), step.mode());
        for (Seen seen : forReading(owner).live(list, at)) {
            if (seen.value() == value) {
                return Look.refuses(new Verdict.Duplicate(index, now, seen.untilMicros()));
            }
        }
        return Look.passes(() -> {
            OwnerState state = forWriting(owner);
            state.latestMicros = at;
            List<Seen> live = state.live(list, at);
            live.add(new Seen(value, at + step.windowMicros()));
            if (live.size() > capacity(step.kind())) {
                live.remove(0);
            }
            state.seen.put(list, live);
        });
    }

    private Look takePermits(Step.TakePermits step, Owner owner, int index, long now, long at) {
        String key = step.applied().key();
        OwnerState known = forReading(owner);
        LimitLook look = look(known, step.applied(), at);
        RateLimit limit = step.applied().limit();
        if (!look.passes() && limit.lockout() != null && known.cooldownAt(at, key) == null) {
            long until = lockoutEnd(look.untilMicros(), at + limit.lockoutMicros());
            return Look.refuses(
                    new Verdict.RateLimited(index, now, until, 0, 0),
                    () -> forWriting(owner).coolDown(key, until, at));
        }
        if (!look.passes()) {
            return Look.refuses(new Verdict.RateLimited(index, now, look.untilMicros(), look.remaining(), 0));
        }
        return Look.passes(look.remaining(), () -> {
            OwnerState state = forWriting(owner);
            state.latestMicros = at;
            state.spend(key, Objects.requireNonNull(look.after()), otherAfter(state, step.applied(), at));
        });
    }

    long lockoutEnd(long ownWaitMicros, long lockoutMicros) {
        return Math.max(ownWaitMicros, lockoutMicros);
    }

    /** What a limit says to an update, its cooldown included. */
    final LimitLook look(OwnerState state, AppliedLimit applied, long at) {
        LimitLook look = limitLook(at, applied.limit(), limitState(state, applied, at));
        Long cooldown = state.cooldownAt(at, applied.key());
        return cooldown == null ? look : coolingUntil(cooldown, look);
    }

    LimitLook coolingUntil(long cooldownMicros, LimitLook look) {
        return look.coolingUntil(cooldownMicros);
    }

    /** What this version of a limit counts on. */
    @Nullable
    LimitState limitState(OwnerState state, AppliedLimit applied, long at) {
        return state.limit(applied.key(), applied.limit(), at);
    }

    /** What another version of the limit has once this one has spent its cost. */
    @Nullable
    OtherVersion otherAfter(OwnerState state, AppliedLimit applied, long at) {
        return state.otherAfter(applied.key(), applied.limit(), at);
    }

    LimitLook limitLook(long at, RateLimit limit, @Nullable LimitState state) {
        return LimitLook.at(at, limit, state);
    }

    int capacity(Step.FirstSeen.Kind kind) {
        return kind.capacity();
    }

    /**
     * The time that a plan sees at this owner: a clock that stepped back grants nothing. If it was corrected, by more than a
     * second, all that is relative moves back first.
     */
    long timeFor(OwnerState state, long now) {
        if (state.latestMicros > now && state.latestMicros - now > TraceMicros.SECOND) {
            correct(state, now);
        }
        return Math.max(now, state.latestMicros);
    }

    /** The block in force, without a write: a corrected clock moves nothing before a plan or a change comes. */
    final @Nullable Held blockNow(OwnerState state) {
        long now = now();
        boolean corrected = state.latestMicros > now && state.latestMicros - now > TraceMicros.SECOND;
        Held block = state.blocks.get(Mode.ENFORCE);
        if (!corrected || block == null) {
            return state.blockAt(Math.max(now, state.latestMicros), Mode.ENFORCE);
        }
        if (block.untilMicros() <= state.latestMicros) {
            return null;
        }
        Held moved = block.movedBack(state.latestMicros - now);
        return now < moved.untilMicros() ? moved : null;
    }

    void correct(OwnerState state, long now) {
        state.moveBack(state.latestMicros - now);
    }

    /** Under which key an owner is kept: an owner is equal only to itself. */
    Object keyOf(Owner owner) {
        return owner;
    }

    final OwnerState forReading(Owner owner) {
        OwnerState state = owners.get(keyOf(owner));
        return state == null ? new OwnerState(owner) : state;
    }

    final OwnerState forWriting(Owner owner) {
        return owners.computeIfAbsent(keyOf(owner), any -> new OwnerState(owner));
    }

    /** Forgets all owners that the subject is. */
    void erase(String subject) {
        owners.values().removeIf(state -> isOf(state.owner, subject));
    }

    boolean isOf(Owner owner, String subject) {
        return subject.equals(owner.subject());
    }

    /** What still changes a decision, as if the rest had been evicted. */
    final List<ExpiryInspector.Entry> entries() {
        synchronized (lock) {
            long now = now();
            List<ExpiryInspector.Entry> entries = new ArrayList<>();
            for (OwnerState state : owners.values()) {
                long end = endOf(state);
                if (end > now) {
                    Duration remaining = end == Verdict.NEVER ? null : TraceMicros.duration(end - now);
                    entries.add(new ExpiryInspector.Entry(state.owner.toString(), remaining));
                }
            }
            return entries;
        }
    }

    long endOf(OwnerState state) {
        return state.endMicros();
    }

    final long now() {
        return TraceMicros.of(time.instant());
    }

    final boolean isClosed() {
        return closed;
    }

    static <T extends @Nullable Object> CompletionStage<T> failedAsClosed() {
        return CompletableFuture.failedFuture(new StoreException("the storage is closed; open a new one"));
    }
}
