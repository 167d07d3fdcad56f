package dev.botsentinel.cli;

import dev.botsentinel.decision.Reason;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.store.Offender;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** Tells who was denied most, from the denials that a bot's instances keep. Writes nothing. */
@Command(
        name = "top",
        description = {
            "Tells who was denied most, of the denials that the bot keeps (keepDenials of its storage's builder).",
            "Counts the runs of equal denials that reach into the time: at most as many runs per subject as the bot keeps, and"
                    + " of a run that began before, which is 10 minutes long at most, all. Goes through all keys of the Redis."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sentinel top --since 1h --storage redis://localhost --key-file key",
            "  sentinel top --by blocks --most 3 --storage redis://localhost --key-file key"
        })
final class TopCommand implements Callable<Integer> {

    private static final int PATIENCE_SECONDS = 5;

    /** What is counted. */
    enum By {
        /** All denials. */
        DENIALS,
        /** Those of subjects that were blocked when they tried. */
        BLOCKS
    }

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private StorageOptions storage;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "denials",
            description = "denials: all; blocks: what blocked subjects tried; default: denials.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private By by;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How long ago, at most a day, such as 10m; default: 1h.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String since;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many subjects, 1 to 1,000; default: 10.")
    private int most;

    @Option(names = "--json", description = "Print JSON, for programs: an object a line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final PrintStream out;
    private final PrintStream err;

    TopCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        Duration ago = OptionValues.duration(spec, "--since", since);
        try (SharedGuard guard = storage.open()) {
            Instant from = Instant.now().minus(ago);
            Reason reason = by == By.BLOCKS ? Reason.BLOCKED : null;
            List<Offender> top = await(guard.sentinel().data().topDenied(from, reason, most));
            out.print(json ? json(top) : text(top));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--most: " + e.getMessage());
        }
        return ExitStatus.FINE;
    }

    /** Going through millions of keys takes seconds, and looks like hanging. */
    private List<Offender> await(CompletionStage<List<Offender>> counting) {
        for (int waited = PATIENCE_SECONDS; ; waited += PATIENCE_SECONDS) {
            try {
                return counting.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                err.print("still going through the keys after " + waited + " s\n");
                err.flush();
            } catch (ExecutionException e) {
                Throwable cause = Stages.cause(e);
                throw CommandFailure.unexpected("Redis: " + cause.getMessage(), cause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CommandFailure.unexpected("interrupted while going through the keys", e);
            }
        }
    }

    private static String json(List<Offender> top) {
        StringBuilder lines = new StringBuilder();
        for (Offender offender : top) {
            ObjectNode node = OperatorJson.JSON.objectNode();
            node.put("subject", offender.subject().id());
            node.put("denials", offender.denials());
            lines.append(node).append('\n');
        }
        return lines.toString();
    }

    private static String text(List<Offender> top) {
        if (top.isEmpty()) {
            return "no denials are kept of that time; does the bot keep any (keepDenials of its storage's builder)?\n";
        }
        Table table = new Table(1).row("subject", "denials");
        top.forEach(offender -> table.row(Quote.of(offender.subject().id()), Numbers.number(offender.denials())));
        return table.toString();
    }
}
