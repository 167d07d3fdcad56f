/**
 * For tests of bots: {@link dev.botsentinel.testing.ManualTime} is a clock to turn by hand, {@link
 * dev.botsentinel.testing.DecisionAssert} says what a decision should be, and {@link
 * dev.botsentinel.testing.EventRecorder} keeps what happened. Only tests import it.
 */
@NullMarked
package dev.botsentinel.testing;

import org.jspecify.annotations.NullMarked;
