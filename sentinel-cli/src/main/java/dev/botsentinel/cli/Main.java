package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.botsentinel.policy.Quote;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code sentinel}. */
public final class Main {

    /** The commands whose parameters are ids: those of chats begin with a minus, as options do. */
    private static final Set<String> TAKING_IDS = Set.of("why", "blocks", "limits", "data");

    private Main() {}

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), false, UTF_8);
        System.exit(run(args, out, err));
    }

    /**
     * Runs the command within this process.
     *
     * @param out gets what is asked for, in UTF-8; stays open
     * @param err gets errors, progress and summaries, in UTF-8; stays open
     * @return the exit status: 0, 1 for the unexpected, 2 for bad policy, principals or usage, 3 if lines of a
     *     recording were no updates, 4 if a test failed or a check found something
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        SentinelCommand root = new SentinelCommand();
        CommandLine commandLine = new CommandLine(root)
                .addSubcommand(new ReplayCommand(out, err))
                .addSubcommand(new ScanCommand(out, err))
                .addSubcommand(new ValidateCommand(out, err))
                .addSubcommand(new ExplainCommand(out, err))
                .addSubcommand(new TestCommand(out))
                .addSubcommand(new LintCommand(out))
                .addSubcommand(new SchemaCommand(out))
                .addSubcommand(new AttackCommand(out, err))
                .addSubcommand(new SuggestCommand(out, err))
                .addSubcommand(new WhyCommand(out))
                .addSubcommand(new BlocksCommand(out))
                .addSubcommand(new LimitsCommand(out))
                .addSubcommand(new DataCommands(out))
                .addSubcommand(new TopCommand(out, err))
                .addSubcommand(new CompletionCommand(out))
                .setOut(writer(out))
                .setErr(writer(err))
                // An argument that starts with @ is a path like any other.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, arguments) -> misused(e))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command, root.debug()));
        commandLine.getSubcommands().forEach((name, command) -> {
            if (TAKING_IDS.contains(name)) {
                command.setUnmatchedOptionsArePositionalParams(true);
            }
        });
        try {
            return commandLine.execute(args);
        } catch (OutOfMemoryError e) {
            err.print("sentinel: out of memory; give it more: java -Xmx2g -jar sentinel.jar …\n");
            return ExitStatus.UNEXPECTED;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
    }

    private static int misused(ParameterException thrown) {
        CommandLine command = thrown.getCommandLine();
        List<String> unmatched = command.getUnmatchedArguments();
        // An option that is missing because it was misspelt: tell of the spelling.
        boolean misspelt = !unmatched.isEmpty()
                && (thrown instanceof MissingParameterException || thrown instanceof UnmatchedArgumentException);
        ParameterException e = misspelt ? new UnmatchedArgumentException(command, List.of(unmatched.get(0))) : thrown;
        PrintWriter err = command.getErr();
        err.print("sentinel: " + (misspelt ? notUnderstood(unmatched.get(0)) : e.getMessage()) + "\n");
        UnmatchedArgumentException.printSuggestions(e, err);
        err.print("Try '" + command.getCommandSpec().qualifiedName() + " --help'.\n");
        err.flush();
        return ExitStatus.BAD_INPUT;
    }

    /** Names an option and nothing else: what stands behind a misspelt {@code --storage} may have a password in it. */
    private static String notUnderstood(String argument) {
        return argument.startsWith("-")
                ? "Unknown option: " + Quote.of(argument.split("=", 2)[0])
                : "Unmatched argument, a value without its option, or a misspelt command";
    }

    private static int failed(Exception e, CommandLine command, boolean debug) {
        PrintWriter err = command.getErr();
        int status = ExitStatus.UNEXPECTED;
        if (e instanceof CommandFailure failure) {
            failure.lines().forEach(line -> err.print(line + "\n"));
            status = failure.status();
        } else {
            err.print("sentinel: unexpected: " + e + (debug ? "\n" : "; --debug tells where\n"));
        }
        if (debug) {
            e.printStackTrace(err);
        }
        err.flush();
        return status;
    }
}
