package dev.botsentinel.cli;

import dev.botsentinel.access.Principal;
import dev.botsentinel.cli.Progress.Style;
import dev.botsentinel.policy.PolicySet;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
            description =
                    "The recording: a Bot API Update a line, or {\"at\":\"2026-01-01T00:00:00Z\",\"update\":{…}}.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path updatesFile;

    @Option(
            names = "--principals",
            paramLabel = "W.json",
            description = "Who is who: {\"42\":{\"registered\":true,\"roles\":[\"user\"],\"stepUpAt\":null}}."
                    + " Without it nobody is registered.")
    private @Nullable Path principalsFile;

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
        PolicySet policy = Policies.read(policyFile);
        Map<String, Principal> principals = principalsFile == null ? Map.of() : PrincipalsFile.read(principalsFile);
        Summary summary = new Summary();
        Duration took = replay(policy, principals, summary);
        err.print(SummaryText.of(summary, took));
        return summary.errors() == 0 ? ExitStatus.FINE : ExitStatus.ERROR_LINES;
    }

    private Duration replay(PolicySet policy, Map<String, Principal> principals, Summary summary) {
        VirtualClock clock = new VirtualClock();
        Progress progress = new Progress(err, style(), System::nanoTime, Inputs.length(updatesFile));
        try (InputStream recording = Inputs.open(updatesFile);
                ReplayStorage counted = storage(clock);
                DecisionLines decisions = new DecisionLines(output())) {
            new Replay(policy, principals, clock, counted.store(), decisions, summary, progress)
                    .run(new LineReader(recording));
            err.print(counted.warning());
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
        if (outFile == null) {
            return Output.to(out);
        }
        for (Path input : Stream.of(policyFile, updatesFile, principalsFile)
                .filter(Objects::nonNull)
                .toList()) {
            if (Inputs.isSame(input, outFile)) {
                throw CommandFailure.ofInput("--out is " + Inputs.name(input) + ", which is read; name another file");
            }
        }
        return Output.to(outFile);
    }

    /** A terminal that shows the decisions has no room for progress. */
    private Style style() {
        if (!Ansi.AUTO.enabled()) {
            return Style.LINES;
        }
        return outFile == null ? Style.NONE : Style.TERMINAL;
    }
}
