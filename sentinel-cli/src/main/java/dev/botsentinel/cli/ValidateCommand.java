package dev.botsentinel.cli;

import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks policy files. */
@Command(
        name = "validate",
        description = {
            "Checks policy files.",
            "Each error is a line on standard error: file:line:column: what is wrong, and what to do.",
            "What is valid and can never have an effect on Telegram is a warning there: file:line:column: warning: …"
        })
final class ValidateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "P.yml", arity = "1..*", description = "The policy files.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--strict", description = "Take warnings for errors.")
    private boolean strict;

    private final PrintStream out;
    private final PrintStream err;

    ValidateCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        List<String> errors = new ArrayList<>();
        for (Path file : files) {
            try {
                report(file, PolicySource.read(file, strict));
            } catch (CommandFailure failure) {
                errors.addAll(failure.lines());
            }
        }
        if (!errors.isEmpty()) {
            throw CommandFailure.ofInput(errors);
        }
        return ExitStatus.FINE;
    }

    private void report(Path file, PolicySource source) {
        PolicySet policy = source.policy();
        List<String> warnings = source.warnings();
        warnings.forEach(warning -> err.print(warning + "\n"));
        out.print(Quote.escape(file.toString()) + ": "
                + (warnings.isEmpty() ? "fine" : count(warnings.size(), "warning")) + "; "
                + count(policy.actions().size(), "action") + ", "
                + count(policy.policies().size(), "named policy", "named policies") + ", "
                + count(policy.roles().size(), "role") + "\n");
    }

    private static String count(int number, String noun) {
        return count(number, noun, noun + "s");
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
