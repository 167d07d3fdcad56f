package dev.botsentinel.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs benchmarks, each in a virtual machine of its own, and prints them as rows of a table. Code is compiled before it
 * runs on ({@code -Xbatch}), so that on a busy machine it isn't the interpreter that is measured.
 */
final class JmhRows {

    private final boolean quick;
    private final List<Row> rows = new ArrayList<>();

    /** One measurement: medians over iterations, which an iteration that the machine stole doesn't move. */
    record Row(
            String label,
            String scenario,
            int threads,
            double nanos,
            double least,
            double cpuNanos,
            double bytes,
            double denied,
            @Nullable Row base) {

        /** Time that passed, as a multiple of the base's; 1 without one. */
        double ratio() {
            return base == null ? 1 : nanos / base.nanos;
        }

        /** CPU time, as a multiple of the base's; 1 without one. */
        double cpuRatio() {
            return base == null ? 1 : cpuNanos / base.cpuNanos;
        }

        private Row beside(@Nullable Row other) {
            return new Row(label, scenario, threads, nanos, least, cpuNanos, bytes, denied, other);
        }
    }

    JmhRows(boolean quick) {
        this.quick = quick;
    }

    /**
     * Runs one benchmark.
     *
     * @param method the benchmark's method
     * @param scenario its scenario; null if it has none
     * @param label what it is called in the table
     */
    Row measure(Class<?> benchmark, String method, @Nullable Scenario scenario, int threads, String label)
            throws RunnerException {
        String shown = scenario == null ? "" : scenario.label;
        System.err.println(label + (scenario == null ? "" : ", " + shown + ", threads: " + threads));
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + (benchmark.getName() + "." + method).replace(".", "\\.") + "$")
                .threads(threads)
                .forks(quick ? 1 : 2)
                .warmupIterations(quick ? 2 : 4)
                .warmupTime(TimeValue.milliseconds(quick ? 500 : 1000))
                .measurementIterations(quick ? 3 : 4)
                .measurementTime(TimeValue.milliseconds(quick ? 500 : 1000))
                .jvmArgs("-Xms2g", "-Xmx2g", "-Xbatch")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (scenario != null) {
            options.param("scenario", scenario.name());
        }
        RunResult result = new Runner(options.build()).runSingle();
        double allowed = sum(result, "allowed");
        double denied = sum(result, "denied");
        return new Row(
                label,
                shown,
                threads,
                result.getPrimaryResult().getStatistics().getPercentile(50),
                result.getPrimaryResult().getStatistics().getMin(),
                sum(result, "cpuNanos") / (allowed + denied),
                secondary(result, "gc.alloc.rate.norm").getStatistics().getPercentile(50),
                denied / (allowed + denied),
                null);
    }

    /** Takes a row into the table, beside the one it is compared to. */
    Row add(Row row, @Nullable Row base) {
        Row compared = row.beside(base);
        rows.add(compared);
        return compared;
    }

    private static double sum(RunResult result, String name) {
        return secondary(result, name).getStatistics().getSum();
    }

    @SuppressWarnings("rawtypes") // JMH's own
    private static Result<?> secondary(RunResult result, String name) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the run has no " + name))
                .getValue();
    }

    /** @param base what {@code ×} is compared to */
    void print(PrintStream out, String base) {
        out.println("| scenario | threads | what | ns/op | least | CPU ns/op | B/op | denied | × " + base
                + " | × in CPU |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "| %s | %d | %s | %.0f | %.0f | %.0f | %.0f | %.1f %% | %s | %s |%n",
                    row.scenario,
                    row.threads,
                    row.label,
                    row.nanos,
                    row.least,
                    row.cpuNanos,
                    row.bytes,
                    100 * row.denied,
                    row.base == null ? "" : String.format(Locale.ROOT, "%.2f", row.ratio()),
                    row.base == null ? "" : String.format(Locale.ROOT, "%.2f", row.cpuRatio()));
        }
        out.println();
    }
}
