/**
 * The front door: {@link dev.botsentinel.Sentinel} guards a pipeline of updates. It imports all of core and nothing in
 * core imports it.
 */
@NullMarked
package dev.botsentinel;

import org.jspecify.annotations.NullMarked;
