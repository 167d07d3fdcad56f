package dev.botsentinel.storage.tests;

import dev.botsentinel.store.Budget;
import dev.botsentinel.store.Refund;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** References that break one rule of what administrators do to budgets; the contract's tests of budgets find each. */
enum AdminMutant {
    A_RESET_KEEPS_THE_COOLDOWN(store -> new ReferenceBudgets(store) {
        @Override
        void reset(OwnerState state, Budget budget) {
            state.limits.remove(budget.limit().key());
        }
    }),
    A_RESET_OF_A_BUDGET_IS_ONE_OF_ITS_OWNER(store -> new ReferenceBudgets(store) {
        @Override
        void reset(OwnerState state, Budget budget) {
            super.reset(state);
        }
    }),
    A_RESET_LIFTS_BLOCKS(store -> new ReferenceBudgets(store) {
        @Override
        void reset(OwnerState state) {
            super.reset(state);
            state.blocks.clear();
        }
    }),
    A_RESET_KEEPS_THE_RUNG(store -> new ReferenceBudgets(store) {
        @Override
        void reset(OwnerState state) {
            state.limits.clear();
            state.cooldowns.clear();
            state.seen.clear();
        }
    }),
    A_RESET_FORGETS_REFUNDS(store -> new ReferenceBudgets(store) {
        @Override
        void reset(OwnerState state) {
            super.reset(state);
            state.refunded.clear();
        }
    }),
    A_RESET_FORGETS_THE_TIME(store -> new ReferenceBudgets(store) {
        @Override
        void reset(OwnerState state) {
            super.reset(state);
            state.latestMicros = Long.MIN_VALUE;
        }
    }),
    A_REFUND_IS_MADE_AGAIN(store -> new ReferenceBudgets(store) {
        @Override
        Refund refund(OwnerState state, Budget budget, int permits, long refundId) {
            state.refunded.clear();
            return super.refund(state, budget, permits, refundId);
        }
    }),
    A_REFUND_EMPTIES_WHAT_IS_SPENT(store -> new ReferenceBudgets(store) {
        @Override
        LimitRefund giveBack(@Nullable LimitState state, Budget budget, int permits, long at) {
            return super.giveBack(state, budget, Integer.MAX_VALUE, at);
        }
    }),
    A_SHORTER_COOLDOWN_REPLACES_A_LONGER(store -> new ReferenceBudgets(store) {
        @Override
        long cooldown(OwnerState state, Budget budget, long durationMicros) {
            state.cooldowns.remove(budget.limit().key());
            return super.cooldown(state, budget, durationMicros);
        }
    }),
    A_COOLDOWN_WRITES_THE_TIME_OF_ITS_END(store -> new ReferenceBudgets(store) {
        @Override
        long cooldown(OwnerState state, Budget budget, long durationMicros) {
            long until = super.cooldown(state, budget, durationMicros);
            state.latestMicros = until;
            return until;
        }
    });

    @SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
    private final Function<ReferenceStore, ReferenceBudgets> budgets;

    AdminMutant(Function<ReferenceStore, ReferenceBudgets> budgets) {
        this.budgets = budgets;
    }

    ReferenceStore open(InstantSource time) {
        return new ReferenceStore(time) {
            @Override
            ReferenceBudgets budgets() {
                return budgets.apply(this);
            }
        };
    }
}
