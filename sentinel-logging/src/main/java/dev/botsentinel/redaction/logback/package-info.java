/** Redaction for Logback: an encoder. For applications that have Logback. */
@NullMarked
package dev.botsentinel.redaction.logback;

import org.jspecify.annotations.NullMarked;
