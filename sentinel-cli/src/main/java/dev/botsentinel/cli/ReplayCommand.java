package dev.botsentinel.cli;

import dev.botsentinel.access.Principal;
import dev.botsentinel.cli.Progress.Style;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.telegram.BotNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs recorded updates through a policy. */
@Command(
        name = "replay",
        description = {
            "Runs recorded updates through a policy and prints each decision as a line of JSON.",
            "Time is what the recording says: a day takes seconds, and the same input gives the same output."
        })
final class ReplayCommand implements Callable<Integer> {

    private static final String MEMORY = "memory";

    @Option(names = "--policy", paramLabel = "P.yml", required = true, description = "The policy file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path policyFile;

    @Option(
            names = "--updates",
            paramLabel = "U.jsonl",
            required = true,
            description = "The recording: a Bot API Update a line, or {\"at\":\"2026-01-01T00:00:00Z\",\"update\":{…}};"
                    + " or answers of getUpdates, arrays of updates, or an export of Telegram Desktop.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path updatesFile;

    @Option(
            names = "--principals",
            paramLabel = "W.json",
            description = "Who is who: {\"42\":{\"registered\":true,\"roles\":[\"user\"],\"stepUpAt\":null}}."
                    + " Without it nobody is registered.")
    private @Nullable Path principalsFile;

    @Option(
            names = "--bot",
            paramLabel = "NAME",
            split = ",",
            description =
                    "What the bot is called, several names with commas: /pay@other is then no command of its own.")
    private List<String> botNames = List.of();

    @Option(
            names = "--storage",
            paramLabel = "S",
            defaultValue = MEMORY,
            description =
                    "Where limits are counted: memory, which is the default, or redis://host:port and the like, where"
                            + " the replay works under a key prefix of its own and removes it at the end.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String storage;

    @Option(names = "--out", paramLabel = "D.jsonl", description = "Where to print; default: standard output.")
    private @Nullable Path outFile;

    @Option(
            names = "--compare",
            paramLabel = "B.yml",
            description = "Another policy: prints, instead of all decisions, those that it would change.")
    private @Nullable Path otherPolicyFile;

    @Option(
            names = "--report",
            paramLabel = "R.html",
            description = "Where to write a page that shows what happened; it needs no network and no script.")
    private @Nullable Path reportFile;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final PrintStream out;
    private final PrintStream err;

    ReplayCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        PolicySource policy = policy(policyFile);
        PolicySource other = otherPolicyFile == null ? null : policy(otherPolicyFile);
        Map<String, Principal> principals = principalsFile == null ? Map.of() : PrincipalsFile.read(principalsFile);
        checkOutputs();
        ReplayResult result = ReplayResult.empty(policy, other);
        Duration took = replay(result, principals, OptionValues.botNames(spec, botNames));
        Summary summary = result.summary();
        Compared compared = result.compared();
        err.print(
                compared == null
                        ? SummaryText.of(summary, took)
                        : ChangesText.of(policy.name(), summary, compared, took));
        if (reportFile != null) {
            ReportFile.write(reportFile, new ReportPage(result, Inputs.fileName(updatesFile)));
        }
        return summary.errors() == 0 ? ExitStatus.FINE : ExitStatus.ERROR_LINES;
    }

    private PolicySource policy(Path file) {
        PolicySource policy = PolicySource.read(file);
        policy.warnings().forEach(warning -> err.print(warning + "\n"));
        return policy;
    }

    private Duration replay(ReplayResult result, Map<String, Principal> principals, BotNames names) {
        VirtualClock clock = new VirtualClock();
        Compared compared = result.compared();
        Progress progress = new Progress(err, style(), System::nanoTime, Inputs.length(updatesFile));
        try (InputStream updates = Inputs.open(updatesFile);
                ReplayStorage counted = storage(clock);
                ReplayStorage countedByOther = compared == null ? null : storage(clock);
                DecisionLines lines = new DecisionLines(output())) {
            List<ReplayListener> listeners = new ArrayList<>(List.of(result.summary()));
            if (reportFile != null) {
                listeners.add(result.tally());
            }
            if (compared == null || countedByOther == null) {
                listeners.add(lines);
            } else {
                PolicySet policy = compared.policy().policy();
                ReplayGuard other = new ReplayGuard(policy, principals, clock, countedByOther.store());
                listeners.add(new Comparison(other, compared.summary(), compared.changes(), lines));
            }
            ReplayGuard guard = new ReplayGuard(result.policy().policy(), principals, clock, counted.store());
            Recording recording = new Recording(updates, names);
            new Replay(clock, guard, listeners, progress).run(recording);
            progress.end();
            err.print(recording.note().isEmpty() ? "" : Inputs.name(updatesFile) + ": " + recording.note() + "\n");
            err.print(counted.warning());
            err.print(countedByOther == null ? "" : countedByOther.warning());
        } catch (IOException e) {
            throw CommandFailure.unexpected(
                    Inputs.name(updatesFile) + ": can't be read on: " + CommandFailure.reason(e), e);
        } finally {
            progress.end();
        }
        return progress.elapsed();
    }

    private ReplayStorage storage(VirtualClock clock) {
        if (storage.equals(MEMORY)) {
            return new MemoryStorage(clock);
        }
        try {
            return new RedisStorage(storage, clock, err);
        } catch (IllegalArgumentException e) {
            // The text is not repeated: it may have a password in it.
            throw new ParameterException(
                    spec.commandLine(), "--storage has to be " + MEMORY + " or a Redis URI, but " + e.getMessage());
        }
    }

    private Output output() {
        return outFile == null ? Output.to(out) : Output.to(outFile);
    }

    /** Refuses, before anything is written, what would overwrite an input or could never be written. */
    private void checkOutputs() {
        checkOutput("--out", outFile, policyFile, otherPolicyFile, updatesFile, principalsFile);
        checkOutput("--report", reportFile, policyFile, otherPolicyFile, updatesFile, principalsFile, outFile);
        if (reportFile != null) {
            ReportFile.check(reportFile);
        }
    }

    private static void checkOutput(String option, @Nullable Path output, @Nullable Path... others) {
        if (output == null) {
            return;
        }
        for (Path other : others) {
            if (other != null && Inputs.isSame(other, output)) {
                throw CommandFailure.ofInput(option + " is " + Inputs.name(other)
                        + ", which is needed for something else; name another file");
            }
        }
    }

    /** A terminal that shows the decisions has no room for progress. */
    private Style style() {
        if (!Ansi.AUTO.enabled()) {
            return Style.LINES;
        }
        return outFile == null ? Style.NONE : Style.TERMINAL;
    }
}
