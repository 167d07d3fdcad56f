/** Runnable bots; each class with a main is one example. */
@NullMarked
package dev.botsentinel.examples;

import org.jspecify.annotations.NullMarked;
