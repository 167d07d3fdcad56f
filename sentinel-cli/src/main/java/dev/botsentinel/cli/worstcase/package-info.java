/**
 * How often a handler can be called at most, whatever outsiders send: arithmetic on a policy, without a guard and without a
 * storage. Imports {@code policy} and what an outage leaves of a limit. Start at {@link
 * dev.botsentinel.cli.worstcase.WorstCase}.
 */
@NullMarked
package dev.botsentinel.cli.worstcase;

import org.jspecify.annotations.NullMarked;
