/**
 * Finds bots' tokens and other secrets that stand in a source tree. Start at {@link dev.botsentinel.scan.TreeScanner}; what is looked
 * for stands in {@link dev.botsentinel.scan.SecretKind}. No finding has the secret in it.
 */
@NullMarked
package dev.botsentinel.scan;

import org.jspecify.annotations.NullMarked;
