/**
 * Where the state lives: {@link dev.botsentinel.store.SentinelStore} is what a storage implements, {@link
 * dev.botsentinel.store.StoreAdmin} what administrators ask of it. Imports request, policy and plan.
 */
@NullMarked
package dev.botsentinel.store;

import org.jspecify.annotations.NullMarked;
