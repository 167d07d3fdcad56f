/**
 * What the chain answers: {@link dev.botsentinel.decision.Decision}. Imports the policy.
 */
@NullMarked
package dev.botsentinel.decision;

import org.jspecify.annotations.NullMarked;
