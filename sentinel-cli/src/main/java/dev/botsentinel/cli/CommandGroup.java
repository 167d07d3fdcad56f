package dev.botsentinel.cli;

import java.io.PrintStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing by itself: its subcommands do. */
abstract class CommandGroup implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    CommandSpec spec;

    final PrintStream out;

    CommandGroup(PrintStream out) {
        this.out = out;
    }

    @Override
    public void run() {
        throw misused("name what to do: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** A wrong use of the command. */
    ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
