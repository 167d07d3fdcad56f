/**
 * Limits that live in a Bucket4j {@code ProxyManager}, beside a storage that keeps all else. Start at {@link
 * dev.botsentinel.bucket4j.Bucket4jLimits}; {@code BucketDecision} is the order of a decision across the two. Imports policy,
 * plan, request and store.
 */
@NullMarked
package dev.botsentinel.bucket4j;

import org.jspecify.annotations.NullMarked;
