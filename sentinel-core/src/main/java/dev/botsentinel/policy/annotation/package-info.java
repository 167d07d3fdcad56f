/**
 * What a policy file says under {@code actions}, said by annotations on the methods that handle the actions. Imports
 * {@code policy} alone, and nothing of Sentinel imports it. Start at
 * {@link dev.botsentinel.policy.annotation.AnnotatedPolicies}.
 *
 * <p>The annotations: {@link dev.botsentinel.policy.annotation.Guarded} names the action,
 * {@link dev.botsentinel.policy.annotation.Use} a policy for it; {@link dev.botsentinel.policy.annotation.Limit} or
 * {@link dev.botsentinel.policy.annotation.NoLimits}, {@link dev.botsentinel.policy.annotation.Debounced} or
 * {@link dev.botsentinel.policy.annotation.NoDebounce}, and {@link dev.botsentinel.policy.annotation.Requires} say what
 * applies to it. {@code HandlerClass} finds them, {@code LevelReader} reads those of one method or type, {@code Entry}
 * lays a method's over its types'.
 */
@NullMarked
package dev.botsentinel.policy.annotation;

import org.jspecify.annotations.NullMarked;
