/**
 * The command line: {@code sentinel replay} runs recorded updates through a policy, {@code sentinel validate} checks a
 * policy file. An application: it prints, and nobody imports it. Start at {@link dev.botsentinel.cli.Main}; the flow of
 * a replay is {@code Replay}.
 */
@NullMarked
package dev.botsentinel.cli;

import org.jspecify.annotations.NullMarked;
