package dev.botsentinel.cli;

import dev.botsentinel.cli.attack.AttackOutcome;
import dev.botsentinel.cli.attack.AttackSuite;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays attackers against a policy. */
@Command(
        name = "attack",
        description = {
            "Plays a book of attackers against a policy, on a virtual clock and in memory: how many handler calls each gets,"
                    + " which rule stops him, and what ordinary users suffer meanwhile.",
            "What they get is held against the worst case of 'explain'. Ends with 4 if it is above."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sentinel attack policy.yml",
            "  sentinel attack policy.yml --budget 100000 --insider",
            "  sentinel attack policy.yml --entries 1000 --json"
        })
final class AttackCommand implements Callable<Integer> {

    private static final int LEAST_BUDGET = 100;
    private static final int MOST_BUDGET = 10_000_000;

    @Parameters(paramLabel = "P.yml", description = "The policy file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path policyFile;

    @Option(
            names = "--budget",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many updates each attacker sends, 100 to 10,000,000; default: 10000.")
    private int budget;

    @Option(
            names = "--entries",
            paramLabel = "N",
            defaultValue = "200000",
            description = "How many users and chats the storage remembers; default: 200000, as of a MemoryStore.")
    private long entries;

    @Option(
            names = "--insider",
            description = "The attackers hold every role that isn't trusted; else they are registered users.")
    private boolean insider;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final PrintStream out;
    private final PrintStream err;

    AttackCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        if (budget < LEAST_BUDGET || budget > MOST_BUDGET) {
            throw new ParameterException(spec.commandLine(), "--budget is " + budget + ", but must be 100 to 10000000");
        }
        OptionValues.positive(spec, "--entries", entries);
        PolicySource source = PolicySource.read(policyFile);
        source.warnings().forEach(warning -> err.print(warning + "\n"));
        List<AttackOutcome> outcomes = new AttackSuite(source.policy(), budget, entries, insider).play();
        out.print(json ? AttackText.json(outcomes) : AttackText.of(outcomes));
        return outcomes.stream().allMatch(outcome -> outcome.excesses().isEmpty())
                ? ExitStatus.FINE
                : ExitStatus.FINDINGS;
    }
}
