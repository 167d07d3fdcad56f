/**
 * A remote storage made safe to depend on: {@link dev.botsentinel.store.resilient.ResilientStore} is the way in. Imports
 * store, plan, policy and request.
 */
@NullMarked
package dev.botsentinel.store.resilient;

import org.jspecify.annotations.NullMarked;
