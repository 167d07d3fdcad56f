package dev.botsentinel.store;

import java.util.List;

/**
 * What a storage knows of an owner. Immutable.
 *
 * @param budgets what is left of each limit that was asked for, in that order
 * @param violations how many violations count towards the subject's next block
 * @param rung how many rungs of the ladder of blocks the subject has climbed; the next block is the one after them
 */
public record Inspection(List<BudgetState> budgets, int violations, int rung) {

    public Inspection {
        budgets = List.copyOf(budgets);
    }
}
