package dev.botsentinel.cli;

import dev.botsentinel.cli.suggest.RecordedTraffic;
import dev.botsentinel.cli.suggest.Suggester;
import dev.botsentinel.telegram.BotNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Suggests limits out of recorded traffic. */
@Command(
        name = "suggest",
        description = {
            "Suggests limits out of recorded updates: for each action the smallest that would have denied something to"
                    + " at most a share of the ordinary users. Prints a policy with all of them in shadow.",
            "Users who do what no ordinary user does are taken for floods, and left out."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sentinel suggest --updates day.jsonl",
            "  sentinel suggest --updates day.jsonl --false-denials 1%% --min-users 50 > suggested.yml",
            "  sentinel suggest --updates day.jsonl --json"
        })
final class SuggestCommand implements Callable<Integer> {

    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)%");

    @Option(names = "--updates", paramLabel = "U.jsonl", required = true, description = "The recording, as for replay.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path updatesFile;

    @Option(
            names = "--false-denials",
            paramLabel = "PERCENT",
            defaultValue = "0.1%",
            description = "How many of an action's ordinary users its limits may deny something; default: 0.1%%.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String falseDenials;

    @Option(
            names = "--min-users",
            paramLabel = "N",
            defaultValue = "20",
            description = "Actions of fewer users count as '*'; default: 20.")
    private int leastUsers;

    @Option(names = "--bot", paramLabel = "NAME", split = ",", description = "What the bot is called, as for replay.")
    private List<String> botNames = List.of();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final PrintStream out;
    private final PrintStream err;

    SuggestCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        double share = share();
        OptionValues.positive(spec, "--min-users", leastUsers);
        RecordedTraffic traffic = new RecordedTraffic();
        long bad = read(traffic, OptionValues.botNames(spec, botNames));
        if (bad > 0) {
            err.print(
                    bad == 1
                            ? "1 line was no update; replay tells which\n"
                            : Numbers.number(bad) + " lines were no updates; replay tells which\n");
        }
        if (traffic.left() > 0) {
            err.print("warning: the recording is too long; its last " + Numbers.count(traffic.left(), "update")
                    + " were left out\n");
        }
        SuggestedPolicy suggested = new SuggestedPolicy(
                Inputs.fileName(updatesFile), falseDenials, traffic, new Suggester(share, leastUsers).suggest(traffic));
        if (suggested.isEmpty()) {
            throw CommandFailure.ofInput(Inputs.name(updatesFile) + ": nothing to suggest: no action has "
                    + Numbers.count(leastUsers, "user") + " with a time; record more, or say --min-users");
        }
        out.print(json ? suggested.json() : suggested.yaml());
        return bad == 0 ? ExitStatus.FINE : ExitStatus.ERROR_LINES;
    }

    private double share() {
        Matcher percent = PERCENT.matcher(falseDenials);
        double share = percent.matches() ? Double.parseDouble(percent.group(1)) / 100 : -1;
        if (share < 0 || share >= 1) {
            throw new ParameterException(
                    spec.commandLine(), "--false-denials has to be a percentage below 100%, such as 0.1%");
        }
        return share;
    }

    /** How many lines were no updates. Updates before the first known time say nothing of how often. */
    private long read(RecordedTraffic traffic, BotNames names) {
        VirtualClock clock = new VirtualClock();
        long bad = 0;
        try (InputStream in = Inputs.openRecording(updatesFile)) {
            Recording recording = new Recording(in, names);
            while (recording.next()) {
                bad += add(recording, clock, traffic) ? 0 : 1;
            }
        } catch (IOException e) {
            throw CommandFailure.unexpected(
                    Inputs.name(updatesFile) + ": can't be read on: " + CommandFailure.reason(e), e);
        }
        return bad;
    }

    private static boolean add(Recording recording, VirtualClock clock, RecordedTraffic traffic) {
        try {
            RecordedLine line = recording.line();
            Instant at = line.at();
            if (at != null) {
                clock.advanceTo(at);
            }
            if (line instanceof RecordedLine.Update update && clock.micros() > 0) {
                traffic.add(update.request(), clock.micros());
            }
            return true;
        } catch (BadLineException e) {
            return false;
        }
    }
}
