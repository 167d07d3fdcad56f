package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.storage.tests.OwnerState.Refunded;
import dev.botsentinel.storage.tests.OwnerState.Seen;
import dev.botsentinel.storage.tests.OwnerState.SeenList;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.BudgetState;
import dev.botsentinel.store.Inspection;
import dev.botsentinel.store.Refund;
import dev.botsentinel.store.SeenValue;
import dev.botsentinel.store.StoreAdmin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What administrators ask and make of the budgets of an owner, and releases, on the reference. All methods are called under its lock.
 * What isn't private is a seam for the mutants in the tests.
 */
class ReferenceBudgets {

    private final ReferenceStore store;

    ReferenceBudgets(ReferenceStore store) {
        this.store = store;
    }

    final Inspection inspect(OwnerState state, List<Budget> budgets) {
        long now = store.now();
        long at = store.timeFor(state, now);
        List<BudgetState> standing = new ArrayList<>();
        for (Budget budget : budgets) {
            standing.add(budgetState(state, budget, now, at));
        }
        ViolationCount offences = state.offences.getOrDefault(Mode.ENFORCE, new ViolationCount());
        return new Inspection(standing, offences.violations(at), offences.rung(at));
    }

    private BudgetState budgetState(OwnerState state, Budget budget, long now, long at) {
        AppliedLimit applied = budget.limit();
        LimitLook look = store.look(state, applied, at);
        long remaining = look.passes() ? look.remaining() + applied.limit().cost() : look.remaining();
        long readyAt = look.passes() ? now : look.untilMicros();
        Long cooldown = state.cooldownAt(at, applied.key());
        return new BudgetState(
                budget,
                remaining,
                readyAt == Verdict.NEVER ? null : TraceMicros.instant(readyAt),
                cooldown == null ? null : TraceMicros.instant(cooldown));
    }

    void reset(OwnerState state, Budget budget) {
        state.limits.remove(budget.limit().key());
        state.others.remove(budget.limit().key());
        state.cooldowns.remove(budget.limit().key());
    }

    void reset(OwnerState state) {
        state.limits.clear();
        state.others.clear();
        state.cooldowns.clear();
        state.albums.clear();
        state.seen.clear();
        state.offences.clear();
    }

    Refund refund(OwnerState state, Budget budget, int permits, long refundId) {
        long at = store.timeFor(state, store.now());
        String key = budget.limit().key();
        for (Refunded made : state.refunded) {
            if (made.key().equals(key) && made.id() == refundId && made.untilMicros() > at) {
                return Refund.REPEATED;
            }
        }
        state.refunded.removeIf(made -> made.untilMicros() <= at);
        state.refunded.add(new Refunded(key, refundId, at + budget.refundMicros()));
        if (state.refunded.size() > StoreAdmin.MAX_REFUNDS) {
            state.refunded.remove(0);
        }
        return new Refund(giveBack(state, budget, permits, at), false);
    }

    private int giveBack(OwnerState state, Budget budget, int permits, long at) {
        String key = budget.limit().key();
        LimitState version = state.limit(key, budget.limit().limit(), at);
        LimitRefund back = giveBack(version, budget, permits, at);
        OtherVersion other = state.others.get(key);
        if (other != null && other.state() == version) {
            state.others.remove(key);
            if (back.after() != null) {
                state.others.put(key, new OtherVersion(back.after(), other.sinceMicros(), other.before()));
            }
        } else if (back.after() != null) {
            state.limits.put(key, back.after());
        } else if (version != null) {
            state.limits.remove(key);
        }
        return back.permits();
    }

    LimitRefund giveBack(@Nullable LimitState state, Budget budget, int permits, long at) {
        return LimitRefund.at(at, budget.limit().limit(), state, permits);
    }

    void release(OwnerState state, List<SeenValue> values, boolean degraded) {
        if (degraded) {
            return;
        }
        for (SeenValue released : values) {
            List<Seen> list = state.seen.get(new SeenList(released.kind(), released.mode()));
            if (list != null) {
                list.removeIf(seen -> seen.value() == released.value());
            }
        }
    }

    /** The end of the cooldown in force. */
    long cooldown(OwnerState state, Budget budget, long durationMicros) {
        long at = store.timeFor(state, store.now());
        return state.coolDown(budget.limit().key(), at + durationMicros, at);
    }
}
