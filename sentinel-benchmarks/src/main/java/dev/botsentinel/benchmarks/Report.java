package dev.botsentinel.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs everything and prints the tables of docs/performance.md. With {@code quick} as its argument it takes under 3
 * minutes, without about 15, on an idle machine. Code is compiled before it runs on ({@code -Xbatch}), so that on a busy
 * one it isn't the interpreter that is measured. Those who are compared in a row of a table are measured one right after the other.
 *
 * <pre>{@code
 * java -cp benchmarks.jar dev.botsentinel.benchmarks.Report [quick]
 * }</pre>
 */
public final class Report {

    private static final List<Class<?>> PEERS = List.of(
            Bucket4jBenchmark.class, Resilience4jBenchmark.class, GuavaBenchmark.class, AlibabaSentinelBenchmark.class);

    private final boolean quick;
    private final List<Row> rows = new ArrayList<>();

    /** One measurement: medians over iterations, which an iteration that the machine stole doesn't move. */
    private record Row(
            Class<?> benchmark,
            Scenario scenario,
            int threads,
            double nanos,
            double least,
            double cpuNanos,
            double bytes,
            double denied) {}

    private Report(boolean quick) {
        this.quick = quick;
    }

    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
        boolean quick = args.length > 0 && args[0].equals("quick");
        if (args.length > 1 || (args.length == 1 && !quick)) {
            System.err.println("usage: Report [quick]");
            System.exit(2);
        }
        new Report(quick).run();
    }

    private void run() throws RunnerException, IOException, InterruptedException {
        for (Scenario scenario : List.of(Scenario.USERS, Scenario.HOT_KEY, Scenario.FLOOD)) {
            for (int threads = 1; threads <= 2; threads++) {
                measure(SentinelBenchmark.class, scenario, threads);
                measure(StoreBenchmark.class, scenario, threads);
                for (Class<?> peer : PEERS) {
                    measure(peer, scenario, threads);
                }
            }
        }
        for (Scenario scenario : List.of(Scenario.CALM, Scenario.MEMBER_AND_GLOBAL, Scenario.LONG_WINDOW)) {
            measure(SentinelBenchmark.class, scenario, 1);
        }
        printMachine();
        printRows();
        printHeap();
    }

    private void measure(Class<?> benchmark, Scenario scenario, int threads) throws RunnerException {
        System.err.println(name(benchmark) + ", " + label(scenario) + ", threads: " + threads);
        RunResult result = new Runner(new OptionsBuilder()
                        .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
                        .param("scenario", scenario.name())
                        .threads(threads)
                        .forks(quick ? 1 : 2)
                        .warmupIterations(quick ? 2 : 4)
                        .warmupTime(TimeValue.milliseconds(quick ? 500 : 1000))
                        .measurementIterations(quick ? 3 : 4)
                        .measurementTime(TimeValue.milliseconds(quick ? 500 : 1000))
                        .jvmArgs("-Xms2g", "-Xmx2g", "-Xbatch")
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        double allowed = sum(result, "allowed");
        double denied = sum(result, "denied");
        rows.add(new Row(
                benchmark,
                scenario,
                threads,
                median(result.getPrimaryResult()),
                result.getPrimaryResult().getStatistics().getMin(),
                sum(result, "cpuNanos") / (allowed + denied),
                median(secondary(result, "gc.alloc.rate.norm")),
                denied / (allowed + denied)));
    }

    private static double median(Result<?> result) {
        return result.getStatistics().getPercentile(50);
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

    private static void printMachine() throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%s, %d cores; load %.1f; %s %s; heap 2 GiB, default collector%n%n",
                cpu(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"));
    }

    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (Stream<String> lines = Files.lines(info, StandardCharsets.UTF_8)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            }
        }
        return System.getProperty("os.arch");
    }

    private void printRows() {
        System.out.println(
                "| scenario | threads | what | ns/op | least | CPU ns/op | B/op | denied | × Bucket4j | × in CPU |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (Row row : rows) {
            Row bucket4j = bucket4j(row);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %s | %.0f | %.0f | %.0f | %.0f | %.1f %% | %s | %s |%n",
                    label(row.scenario),
                    row.threads,
                    name(row.benchmark),
                    row.nanos,
                    row.least,
                    row.cpuNanos,
                    row.bytes,
                    100 * row.denied,
                    bucket4j == null ? "" : ratio(row.nanos, bucket4j.nanos),
                    bucket4j == null ? "" : ratio(row.cpuNanos, bucket4j.cpuNanos));
        }
        System.out.println();
    }

    private static String ratio(double value, double base) {
        return String.format(Locale.ROOT, "%.2f", value / base);
    }

    /** What the row is compared to; rows with more limits are compared to the same bucket. */
    private @Nullable Row bucket4j(Row row) {
        Scenario same = switch (row.scenario) {
            case HOT_KEY, FLOOD -> row.scenario;
            case USERS, CALM, MEMBER_AND_GLOBAL, LONG_WINDOW -> Scenario.USERS;
        };
        return rows.stream()
                .filter(other -> other.benchmark == Bucket4jBenchmark.class
                        && other.scenario == same
                        && other.threads == row.threads)
                .findFirst()
                .orElse(null);
    }

    private static String name(Class<?> benchmark) {
        if (benchmark == SentinelBenchmark.class) {
            return "**Sentinel, whole chain**";
        }
        return benchmark == StoreBenchmark.class
                ? "its storage alone"
                : benchmark.getSimpleName().replace("Benchmark", "");
    }

    private static String label(Scenario scenario) {
        return switch (scenario) {
            case USERS -> "100,000 users";
            case CALM -> "100,000 users, all allowed";
            case HOT_KEY -> "one hot key";
            case FLOOD -> "flood";
            case MEMBER_AND_GLOBAL -> "member and global limits added";
            case LONG_WINDOW -> "window of 1,000, 10,000 users";
        };
    }

    /** In a virtual machine of its own: what is measured there is the heap as a whole. */
    private static void printHeap() throws IOException, InterruptedException {
        System.out.println("| on the heap | per user | measured with |");
        System.out.println("|---|---|---|");
        System.out.flush();
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx3g",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeapPerUser.class.getName())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("HeapPerUser ended with status " + status);
        }
    }
}
