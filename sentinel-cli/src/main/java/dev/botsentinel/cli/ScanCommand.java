package dev.botsentinel.cli;

import dev.botsentinel.policy.Quote;
import dev.botsentinel.scan.Baseline;
import dev.botsentinel.scan.Finding;
import dev.botsentinel.scan.HistoryScanner;
import dev.botsentinel.scan.SarifReport;
import dev.botsentinel.scan.ScanResult;
import dev.botsentinel.scan.TreeScanner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches a source tree for tokens. */
@Command(
        name = "scan",
        description = {
            "Searches a source tree for bots' tokens and other secrets.",
            "Each finding is a line on standard output: path:line:column: kind: what to do. The secret isn't printed.",
            "Ends with 4 if there are findings, with 0 if there are none."
        })
final class ScanCommand implements Callable<Integer> {

    /** There are findings. */
    static final int FINDINGS = 4;

    private enum Format {
        plain,
        sarif
    }

    @Parameters(paramLabel = "PATH", description = "A directory or a file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path path;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "plain, or sarif for code hosts; plain by default.")
    private Format format = Format.plain;

    @Option(names = "--baseline", paramLabel = "FILE", description = "Accepted findings, which are not reported.")
    private @Nullable Path baseline;

    @Option(
            names = "--write-baseline",
            paramLabel = "FILE",
            description = "Write all findings there as accepted, and end with 0.")
    private @Nullable Path writeBaseline;

    @Option(names = "--no-ignore", description = "Search also what .gitignore and .sentinelignore name.")
    private boolean noIgnore;

    @Option(
            names = "--history",
            description = "Search also all that was ever committed to the git repository that PATH is in.")
    private boolean history;

    private final PrintStream out;
    private final PrintStream err;

    ScanCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        Baseline known = baseline == null ? Baseline.empty() : read(baseline);
        ScanResult all = scan();
        all.skipped().forEach(it -> err.print("skipped " + Quote.escape(it) + "\n"));
        Path target = writeBaseline;
        if (target != null) {
            write(target, Baseline.text(all.findings()));
            err.print(all.findings().size() + " findings accepted in " + Quote.escape(target.toString()) + "\n");
            return ExitStatus.FINE;
        }
        ScanResult fresh = all.without(known);
        if (format == Format.sarif) {
            out.print(SarifReport.of(fresh));
        } else {
            fresh.findings().forEach(it -> out.print(line(it)));
        }
        err.print(fresh.findings().size() + " findings in " + all.files() + " files; "
                + (all.findings().size() - fresh.findings().size()) + " more are in the baseline\n");
        return fresh.findings().isEmpty() ? ExitStatus.FINE : FINDINGS;
    }

    private static String line(Finding finding) {
        return Quote.escape(finding.path()) + ":" + finding.line() + ":" + finding.column() + ": "
                + finding.kind().id() + ": " + finding.kind().description() + "\n";
    }

    private ScanResult scan() {
        try {
            ScanResult tree = TreeScanner.scan(path, !noIgnore);
            return history ? tree.and(HistoryScanner.scan(path)) : tree;
        } catch (IOException failure) {
            throw CommandFailure.ofFile(Quote.escape(path.toString()), failure);
        }
    }

    private static Baseline read(Path file) {
        try {
            return Baseline.parse(Files.readString(file));
        } catch (IOException failure) {
            throw CommandFailure.ofFile(Quote.escape(file.toString()), failure);
        } catch (IllegalArgumentException bad) {
            throw CommandFailure.ofInput(Quote.escape(file.toString()) + ": " + bad.getMessage());
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw CommandFailure.ofFile(Quote.escape(file.toString()), failure);
        }
    }
}
