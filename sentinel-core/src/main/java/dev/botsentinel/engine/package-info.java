/**
 * How a guard decides, from the compiled policy to the decision, and whom it tells: listeners and responders. Start with
 * {@link dev.botsentinel.engine.Engine}, whose methods are the flow. Not exported, so not for applications; public is what
 * the front door puts together.
 */
@NullMarked
package dev.botsentinel.engine;

import org.jspecify.annotations.NullMarked;
