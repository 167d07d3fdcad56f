/**
 * Runs guarded handlers for adapters of any platform: in order per chat, within bounds, and so that nothing a handler throws
 * gets out. Enters Sentinel by the front door, as an adapter does; start at {@link dev.botsentinel.run.UpdateRunner}.
 */
@NullMarked
package dev.botsentinel.run;

import org.jspecify.annotations.NullMarked;
