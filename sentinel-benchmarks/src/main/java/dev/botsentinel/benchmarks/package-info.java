/** JMH benchmarks: run {@code java -jar sentinel-benchmarks/target/benchmarks.jar}. */
@NullMarked
package dev.botsentinel.benchmarks;

import org.jspecify.annotations.NullMarked;
