package dev.botsentinel.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a script by which a shell completes this command's subcommands and options. */
@Command(
        name = "completion",
        description = "Prints a script by which bash or zsh completes subcommands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(sentinel completion)                               # this shell, bash or zsh",
            "  sentinel completion > /etc/bash_completion.d/sentinel       # every shell of this machine"
        })
final class CompletionCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final PrintStream out;

    CompletionCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        out.print(AutoComplete.bash("sentinel", spec.root().commandLine()));
        out.print("\n");
        return ExitStatus.FINE;
    }
}
