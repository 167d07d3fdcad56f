/** Holds the documentation to what the code does. */
@NullMarked
package dev.botsentinel.docs;

import org.jspecify.annotations.NullMarked;
