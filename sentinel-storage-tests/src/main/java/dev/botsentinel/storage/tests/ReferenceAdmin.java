package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.OwnerState.Held;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.Inspection;
import dev.botsentinel.store.Refund;
import dev.botsentinel.store.SeenValue;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoredItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The administrators' operations on the reference. They see an owner at the time that a plan would. */
final class ReferenceAdmin implements StoreAdmin {

    private static final Duration SHORTEST = TraceMicros.duration(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final int LARGEST_PAGE = 1000;

    private final ReferenceStore store;
    private final ReferenceBudgets budgets;

    ReferenceAdmin(ReferenceStore store, ReferenceBudgets budgets) {
        this.store = store;
        this.budgets = budgets;
    }

    @Override
    public CompletionStage<Block> block(Subject subject, @Nullable Duration duration, String actor, String reason) {
        if (duration != null) {
            check("block", duration);
        }
        check(actor, reason);
        return answer(() -> {
            OwnerState state = store.forWriting(Owner.user(subject.id()));
            long since = store.timeFor(state, store.now());
            long until = duration == null ? Verdict.NEVER : since + TraceMicros.of(duration);
            Held held = new Held(BlockSource.MANUAL, since, until, actor, reason);
            state.blocks.put(Mode.ENFORCE, held);
            return block(state, held);
        });
    }

    @Override
    public CompletionStage<Optional<Block>> unblock(Subject subject) {
        return answer(() -> {
            OwnerState state = store.forReading(Owner.user(subject.id()));
            Optional<Block> lifted = inForce(state);
            state.blocks.clear();
            long now = store.timeFor(state, store.now());
            state.offences.values().forEach(offences -> offences.blockLifted(now));
            return lifted;
        });
    }

    @Override
    public CompletionStage<Optional<Block>> blockOf(Subject subject) {
        return answer(() -> inForce(store.forReading(Owner.user(subject.id()))));
    }

    @Override
    public CompletionStage<BlockPage> blocks(@Nullable String after, int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException(
                    "a page has 1 to " + LARGEST_PAGE + " blocks, but " + limit + " were asked for");
        }
        return answer(() -> {
            List<Block> rest = new ArrayList<>();
            for (OwnerState state : store.owners.values()) {
                if (after == null || idOf(state).compareTo(after) > 0) {
                    inForce(state).ifPresent(rest::add);
                }
            }
            rest.sort(Comparator.comparing(block -> block.subject().id()));
            List<Block> page = rest.subList(0, Math.min(limit, rest.size()));
            boolean last = page.size() == rest.size();
            return new BlockPage(
                    page, last ? null : page.get(page.size() - 1).subject().id());
        });
    }

    @Override
    public CompletionStage<Inspection> inspect(Owner owner, List<AppliedLimit> limits) {
        List<Budget> asked = Budget.of(owner, limits);
        return answer(() -> budgets.inspect(store.forReading(owner), asked));
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Budget budget) {
        return done(() -> budgets.reset(corrected(budget.owner()), budget));
    }

    @Override
    public CompletionStage<@Nullable Void> reset(Owner owner) {
        return done(() -> budgets.reset(corrected(owner)));
    }

    @Override
    public CompletionStage<Refund> refund(Budget budget, int permits, long refundId) {
        if (permits < 1) {
            throw new IllegalArgumentException("a refund is of 1 permit or more, this one of " + permits);
        }
        return answer(() -> budgets.refund(store.forWriting(budget.owner()), budget, permits, refundId));
    }

    /** No verdict of this storage is degraded. */
    @Override
    public CompletionStage<@Nullable Void> release(Owner owner, List<SeenValue> values, boolean degraded) {
        return done(() -> budgets.release(corrected(owner), values, degraded));
    }

    @Override
    public CompletionStage<Instant> cooldown(Budget budget, Duration duration) {
        check("cooldown", duration);
        return answer(() -> {
            OwnerState state = store.forWriting(budget.owner());
            return TraceMicros.instant(budgets.cooldown(state, budget, TraceMicros.of(duration)));
        });
    }

    @Override
    public CompletionStage<List<StoredItem>> export(Subject subject) {
        return answer(() -> {
            List<StoredItem> kept = new ArrayList<>();
            store.owners.values().stream()
                    .filter(state -> store.isOf(state.owner, subject.id()))
                    .forEach(state -> kept.addAll(state.kept()));
            return kept;
        });
    }

    @Override
    public CompletionStage<Optional<Block>> erase(Subject subject) {
        return answer(() -> {
            Optional<Block> lifted = inForce(store.forReading(Owner.user(subject.id())));
            store.erase(subject.id());
            return lifted;
        });
    }

    /** Whatever changes an owner sees to it first that a corrected clock has moved its times. */
    private OwnerState corrected(Owner owner) {
        OwnerState state = store.forReading(owner);
        long unused = store.timeFor(state, store.now());
        return state;
    }

    private static void check(String what, Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a " + what + " lasts 1 µs to 36,500 days; this one " + duration);
        }
    }

    private static void check(String actor, String reason) {
        if (actor.isEmpty() || actor.length() > MAX_TEXT_LENGTH || reason.length() > MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException("an actor has 1 to " + MAX_TEXT_LENGTH + " characters, a reason at most "
                    + MAX_TEXT_LENGTH + "; these have " + actor.length() + " and " + reason.length());
        }
    }

    private CompletionStage<@Nullable Void> done(Runnable operation) {
        return answer(() -> {
            operation.run();
            return null;
        });
    }

    private <T extends @Nullable Object> CompletionStage<T> answer(Supplier<T> operation) {
        synchronized (store.lock) {
            return store.isClosed()
                    ? ReferenceStore.failedAsClosed()
                    : CompletableFuture.completedFuture(operation.get());
        }
    }

    private Optional<Block> inForce(OwnerState state) {
        Held held = store.blockNow(state);
        return held == null ? Optional.empty() : Optional.of(block(state, held));
    }

    private static Block block(OwnerState state, Held held) {
        return new Block(
                new Subject(idOf(state)),
                held.source(),
                TraceMicros.instant(held.sinceMicros()),
                held.untilMicros() == Verdict.NEVER ? null : TraceMicros.instant(held.untilMicros()),
                held.actor(),
                held.reason());
    }

    /** The subject's id; empty for other owners, which have no blocks. */
    private static String idOf(OwnerState state) {
        return state.owner.scope() == Scope.USER && state.owner.subject() != null ? state.owner.subject() : "";
    }
}
