/** A guarded bot that can be watched: start at {@link dev.botsentinel.examples.metrics.MetricsEndpoint}. */
@NullMarked
package dev.botsentinel.examples.metrics;

import org.jspecify.annotations.NullMarked;
