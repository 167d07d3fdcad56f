/**
 * Finds limits in recorded traffic: what ordinary users do within a time, and what would deny few of them something. Imports
 * {@code policy} and the arithmetic of {@code worstcase}. Start at {@link dev.botsentinel.cli.suggest.Suggester}.
 */
@NullMarked
package dev.botsentinel.cli.suggest;

import org.jspecify.annotations.NullMarked;
