/** Ignore files as git reads them: whether git would leave a path alone. Start at {@link dev.botsentinel.ignore.IgnoreFile}. */
@NullMarked
package dev.botsentinel.ignore;

import org.jspecify.annotations.NullMarked;
