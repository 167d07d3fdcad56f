/**
 * Counts what one call runs through: method calls, classes, the deepest stack and the objects made, by instrumenting
 * classes as they are loaded. Start at {@link dev.botsentinel.benchmarks.calls.CallCounter}.
 */
@NullMarked
package dev.botsentinel.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
