/**
 * What applies to an action: limits, debounce, requirements, escalation. Plain immutable facts; nothing here knows of a
 * request or a storage. Imports nothing of Sentinel. Start at {@link dev.botsentinel.policy.PolicySet}.
 */
@NullMarked
package dev.botsentinel.policy;

import org.jspecify.annotations.NullMarked;
