/**
 * How the project logs what may happen in floods: at once the first time, then as one summary a minute. For the guard, for
 * storages and for adapters. Imports only {@code policy}, for quoting; start at {@link dev.botsentinel.log.ThrottledLog}.
 */
@NullMarked
package dev.botsentinel.log;

import org.jspecify.annotations.NullMarked;
