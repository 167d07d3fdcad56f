package dev.botsentinel.cli.suggest;

import java.time.Duration;

/**
 * A limit that few ordinary users would have met, with what they did.
 *
 * @param per the window
 * @param permits the smallest number that does
 * @param p50 what half of the ordinary users didn't exceed in their busiest window
 * @param p95 what 95 % of them didn't exceed
 * @param p99 what 99 % of them didn't exceed
 * @param max what none of them exceeded
 */
public record SuggestedLimit(Duration per, int permits, int p50, int p95, int p99, int max) {}
