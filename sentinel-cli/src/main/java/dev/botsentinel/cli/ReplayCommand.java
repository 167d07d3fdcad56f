package dev.botsentinel.cli;

import dev.botsentinel.access.Principal;
import dev.botsentinel.cli.Progress.Style;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.record.Pseudonyms;
import dev.botsentinel.telegram.BotNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

    @Option(
            names = "--recording-key",
            paramLabel = "K",
            description =
                    "A file with the key of a recorder, 32 hexadecimal digits: ids of the policy, of the principals"
                            + " and of --user are then looked for by their hashes.")
    private @Nullable Path keyFile;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "The last instant to replay, such as 2026-01-01T12:00:00Z.")
    private @Nullable String untilText;

    @Option(names = "--user", paramLabel = "ID", description = "Prints the decisions on this subject alone.")
    private @Nullable String user;

    @Option(
            names = "--step",
            description =
                    "Prints, for people, each decision with the state before and after it: blocks, violations, what"
                            + " is left of limits, cooldowns.")
    private boolean step;

    @Option(names = "--json", description = "Prints what --step shows as JSON; decisions are JSON anyway.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private Instant until = VirtualClock.LAST;
    private @Nullable Pseudonyms pseudonyms;

    private final PrintStream out;
    private final PrintStream err;

    ReplayCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        PolicySource policy = policy(policyFile);
        if (step && otherPolicyFile != null) {
            throw new ParameterException(
                    spec.commandLine(), "--step shows one policy; leave out --compare, or replay the other one apart");
        }
        PolicySource other = otherPolicyFile == null ? null : policy(otherPolicyFile);
        Map<String, Principal> principals = principalsFile == null ? Map.of() : PrincipalsFile.read(principalsFile);
        checkOutputs();
        ReplayResult result = ReplayResult.empty(policy, other);
        until = untilText == null ? VirtualClock.LAST : until(untilText);
        pseudonyms = keyFile == null ? null : RecordingKey.read(keyFile);
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

    private Instant until(String text) {
        Instant time = Rfc3339.parse(text);
        if (time == null || !VirtualClock.canCount(time)) {
            throw new ParameterException(
                    spec.commandLine(), "--until has to be an RFC 3339 date-time such as 2026-01-01T12:00:00Z");
        }
        return time;
    }

    private Duration replay(ReplayResult result, Map<String, Principal> principals, BotNames names) {
        VirtualClock clock = new VirtualClock();
        Compared compared = result.compared();
        Progress progress = new Progress(err, style(), System::nanoTime, Inputs.length(updatesFile));
        try (InputStream updates = Inputs.openRecording(updatesFile);
                ReplayStorage counted = storage(clock);
                ReplayStorage countedByOther = compared == null ? null : storage(clock);
                Output output = output();
                DecisionLines lines = new DecisionLines(output)) {
            ReplayedPrincipals who = new ReplayedPrincipals(keyed(principals));
            List<ReplayListener> listeners = new ArrayList<>(List.of(result.summary()));
            if (reportFile != null) {
                listeners.add(result.tally());
            }
            if (compared == null || countedByOther == null) {
                PolicySet policy = keyed(result.policy().policy());
                listeners.add(ofUser(step ? new Steps(policy, counted.store().admin(), clock, json, output) : lines));
            } else {
                PolicySet policy = keyed(compared.policy().policy());
                ReplayGuard other = new ReplayGuard(policy, who, clock, countedByOther.store());
                listeners.add(new Comparison(other, compared.summary(), compared.changes(), lines));
            }
            ReplayGuard guard = new ReplayGuard(keyed(result.policy().policy()), who, clock, counted.store());
            Recording recording = new Recording(updates, names);
            new Replay(clock, guard, who, until, listeners, progress).run(recording);
            progress.end();
            err.print(recording.note().isEmpty() ? "" : Inputs.name(updatesFile) + ": " + recording.note() + "\n");
            warnOfPseudonyms(recording, result.policy().policy(), principals);
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

    private PolicySet keyed(PolicySet policy) {
        return pseudonyms == null ? policy : pseudonyms.policy(policy);
    }

    private Map<String, Principal> keyed(Map<String, Principal> principals) {
        if (pseudonyms == null) {
            return principals;
        }
        Map<String, Principal> keyed = new HashMap<>();
        principals.forEach((id, principal) -> keyed.put(pseudonyms.id(id), principal));
        return keyed;
    }

    private ReplayListener ofUser(ReplayListener listener) {
        if (user == null) {
            return listener;
        }
        return new OnlySubject(pseudonyms == null ? user : pseudonyms.id(user), listener);
    }

    private void warnOfPseudonyms(Recording recording, PolicySet policy, Map<String, Principal> principals) {
        boolean namesSomebody = !policy.blocked().isEmpty()
                || !policy.trusted().subjects().isEmpty()
                || !principals.isEmpty()
                || user != null;
        if (recording.hasPseudonyms() && namesSomebody && pseudonyms == null) {
            err.print("warning: " + Inputs.name(updatesFile)
                    + " has hashes in place of ids, so nobody was recognized by" + " his; say --recording-key\n");
        }
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
