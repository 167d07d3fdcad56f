/**
 * How a guard decides, from the compiled policy to the decision. Start with {@link dev.botsentinel.engine.Engine}, whose
 * methods are the flow. Not for applications.
 */
@NullMarked
package dev.botsentinel.engine;

import org.jspecify.annotations.NullMarked;
