/** Redaction for Log4j 2: a rewrite policy. For applications that have Log4j 2. */
@NullMarked
package dev.botsentinel.redaction.log4j;

import org.jspecify.annotations.NullMarked;
