package dev.botsentinel.store;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.request.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A block in force. Immutable.
 *
 * @param subject who is blocked
 * @param source what made the block
 * @param since when it was made
 * @param until the first instant at which it no longer is in force; null for a block for ever
 * @param actor who made it; {@code sentinel} for automatic ones
 * @param reason why, in the actor's words
 */
public record Block(
        Subject subject,
        BlockSource source,
        Instant since,
        @Nullable Instant until,
        String actor,
        String reason) {}
