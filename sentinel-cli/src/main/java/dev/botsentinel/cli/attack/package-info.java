/**
 * Plays attackers against a policy on a virtual clock, and holds what they got against the worst case. Imports the guard, the
 * storage in memory and {@code worstcase}. Start at {@link dev.botsentinel.cli.attack.AttackSuite}.
 */
@NullMarked
package dev.botsentinel.cli.attack;

import org.jspecify.annotations.NullMarked;
