package dev.botsentinel.bucket4j;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.store.Budget;
import org.jspecify.annotations.Nullable;

/** A budget's key as text. Ids stand with their length before them, so that no two budgets share a key. */
final class BudgetKey {

    private BudgetKey() {}

    static String of(Budget budget) {
        Owner owner = budget.owner();
        return owner.scope().label()
                + '/'
                + part(owner.subject())
                + part(owner.chat())
                + part(owner.topic())
                + part(owner.space())
                + budget.limit().key();
    }

    private static String part(@Nullable String id) {
        return id == null ? "" : id.length() + ":" + id + '/';
    }
}
