/** Finds tokens in texts and hides them. Start at {@link dev.botsentinel.redaction.TokenRedactor}. Imports the JDK alone. */
@NullMarked
package dev.botsentinel.redaction;

import org.jspecify.annotations.NullMarked;
