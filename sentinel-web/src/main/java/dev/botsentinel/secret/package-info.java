/**
 * Tokens and other secrets: a type that never prints itself, the sources it comes from, and rotation without a restart. Start at
 * {@link dev.botsentinel.secret.Secret}, {@link dev.botsentinel.secret.SecretSource} and {@link dev.botsentinel.secret.RotatingSecret}.
 * Imports the JDK alone. No message, exception or log line made here has a secret's value in it.
 */
@NullMarked
package dev.botsentinel.secret;

import org.jspecify.annotations.NullMarked;
