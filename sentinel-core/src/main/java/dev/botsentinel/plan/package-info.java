/**
 * What the chain asks of a storage and what the storage answers: {@link dev.botsentinel.plan.Plan}, its
 * {@link dev.botsentinel.plan.Step}s, and the {@link dev.botsentinel.plan.Verdict}. Imports the policy.
 */
@NullMarked
package dev.botsentinel.plan;

import org.jspecify.annotations.NullMarked;
