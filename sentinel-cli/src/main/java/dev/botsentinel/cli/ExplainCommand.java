package dev.botsentinel.cli;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.telegram.TelegramUpdate;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what a policy asks of an action, and how often its handler is called at most. */
@Command(
        name = "explain",
        description = {
            "Tells what a policy asks of an action, or of every entry, and how often handlers are called at most:"
                    + " by one user, by many, on several instances, and while the storage fails.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sentinel explain policy.yml",
            "  sentinel explain policy.yml /pay --users 1000 --instances 3",
            "  sentinel explain policy.yml callback:buy:17 --within 10s,1h --json"
        })
final class ExplainCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "P.yml", description = "The policy file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path policyFile;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ACTION",
            description = "An action's name or path, such as /pay or callback:buy:17; without it, all entries.")
    private @Nullable String action;

    @Option(names = "--users", paramLabel = "M", defaultValue = "100", description = "How many users; default: 100.")
    private int users;

    @Option(
            names = "--instances",
            paramLabel = "J",
            defaultValue = "2",
            description = "How many instances of the bot; default: 2.")
    private int instances;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            split = ",",
            description = "Windows to count in, such as 10s,1h; default: 1s, 1m, 1h, 1d and those of the limits.")
    private List<String> windows = List.of();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final PrintStream out;
    private final PrintStream err;

    ExplainCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        OptionValues.positive(spec, "--users", users);
        OptionValues.positive(spec, "--instances", instances);
        List<Duration> asked = windows();
        PolicySource source = PolicySource.read(policyFile);
        source.warnings().forEach(warning -> err.print(warning + "\n"));
        Explanation explanation = new Explanation(source.policy(), users, instances, asked);
        out.print(json ? ExplanationJson.of(explanation, action) : text(explanation));
        return ExitStatus.FINE;
    }

    private String text(Explanation explanation) {
        try (Sentinel<TelegramUpdate> sentinel = Sentinel.<TelegramUpdate>builder(TelegramUpdate::request)
                .policy(explanation.policy())
                .store(MemoryStore.create())
                .resolver(PrincipalResolver.of(Map.of()))
                .build()) {
            return action == null
                    ? ExplanationText.ofAll(explanation, sentinel.explain())
                    : ExplanationText.of(explanation, action, sentinel.explain(action));
        }
    }

    private List<Duration> windows() {
        return windows.stream()
                .map(window -> OptionValues.duration(spec, "--within", window))
                .toList();
    }
}
