/**
 * The storage for one process. Start at {@link dev.botsentinel.memory.MemoryStore}; {@code Cells} says how state is
 * cached and locked, {@code Sections} how it is laid out, {@code PreparedMemoryPlan} how a plan is examined and committed,
 * the kinds of {@code LimitCounter} how limits count.
 * Imports request, policy, plan and store.
 */
@NullMarked
package dev.botsentinel.memory;

import org.jspecify.annotations.NullMarked;
