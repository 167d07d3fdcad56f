/**
 * JMH benchmarks of the guard beside its peers, and what turns them into docs/performance.md. Start at {@link
 * dev.botsentinel.benchmarks.Scenario}, which says what is measured, and {@link dev.botsentinel.benchmarks.Report}, which
 * runs all of it. Nothing is published and nobody imports it.
 */
@NullMarked
package dev.botsentinel.benchmarks;

import org.jspecify.annotations.NullMarked;
