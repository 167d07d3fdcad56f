package dev.botsentinel.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a budget. Immutable.
 *
 * @param budget whose, and of which limit
 * @param remaining the whole permits left; 0 while the limit cools down
 * @param readyAt when the limit's cost passes, if nobody spends anything: the time of asking if it passes at once; null
 *     for a limit without permits
 * @param cooldownUntil the end of the cooldown in force; null if there is none
 */
public record BudgetState(
        Budget budget,
        long remaining,
        @Nullable Instant readyAt,
        @Nullable Instant cooldownUntil) {}
