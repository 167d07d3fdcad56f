/** The shop whose bot the examples guard: its recorded day, its policy and its users, read from {@code /day}. */
@NullMarked
package dev.botsentinel.examples.shop;

import org.jspecify.annotations.NullMarked;
