/**
 * The command line. Each command is a class {@code …Command}, which reads options, asks the packages below, and prints what a
 * class for people or for programs makes of the answer; {@code ExitStatus} has what they end with. An application: it prints,
 * and nobody imports it. Start at {@link dev.botsentinel.cli.Main}; the flow of a replay is {@code Replay}.
 */
@NullMarked
package dev.botsentinel.cli;

import org.jspecify.annotations.NullMarked;
