/**
 * What applications put into a guard's chain: their own stages. Start at {@link dev.botsentinel.guard.Interceptor}. The
 * built-in stages, and the order of all, stand in the engine.
 */
@NullMarked
package dev.botsentinel.guard;

import org.jspecify.annotations.NullMarked;
