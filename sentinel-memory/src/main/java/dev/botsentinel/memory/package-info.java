/**
 * The storage for one process. Start at {@link dev.botsentinel.memory.MemoryStore}; {@code Cells} tells how state is kept
 * and locked, {@code Evaluation} how a plan is decided and committed, the kinds of {@code LimitState} how limits count.
 * Imports request, policy, plan and store.
 */
@NullMarked
package dev.botsentinel.memory;

import org.jspecify.annotations.NullMarked;
