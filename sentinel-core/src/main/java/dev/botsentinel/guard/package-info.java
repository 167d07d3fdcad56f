/**
 * The chain's stages: each turns a request and its principal into pass, refusal or storage steps, before the storage is
 * asked once. Start at {@link dev.botsentinel.guard.Chain}; own stages implement {@link
 * dev.botsentinel.guard.Interceptor}. Imports everything but the storage's implementation and the root.
 */
@NullMarked
package dev.botsentinel.guard;

import org.jspecify.annotations.NullMarked;
