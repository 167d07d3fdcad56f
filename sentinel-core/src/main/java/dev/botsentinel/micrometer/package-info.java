/**
 * Metrics through Micrometer, for those who have it on their class path: {@link
 * dev.botsentinel.micrometer.SentinelMetrics}. Nothing else in Sentinel imports {@code io.micrometer}. Imports event,
 * decision, request, policy, plan and store.
 */
@NullMarked
package dev.botsentinel.micrometer;

import org.jspecify.annotations.NullMarked;
