package dev.botsentinel.benchmarks;

import dev.botsentinel.benchmarks.JmhRows.Row;
import dev.botsentinel.benchmarks.calls.CallCounter;
import dev.botsentinel.benchmarks.calls.Calls;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs everything and prints the tables of docs/performance.md; last, what was measured of each {@link Target}. Those who
 * are compared in a row are measured one right after the other. Progress goes to standard error.
 *
 * <pre>{@code
 * java [-Dquick] -cp benchmarks.jar dev.botsentinel.benchmarks.Report [memory] [telegram] [heap] [calls] [redis] [replay]
 * }</pre>
 *
 * <p>Without arguments all parts run. {@code -Dquick} measures each for a moment: less sure. Runs on the virtual machine
 * that it is started with.
 */
public final class Report {

    private static final int PACKINGS = 10_000;

    private final boolean quick;
    private final TargetSummary summary = new TargetSummary();

    /** What can be left out. */
    private enum Part {
        MEMORY,
        TELEGRAM,
        HEAP,
        CALLS,
        REDIS,
        REPLAY
    }

    /** A benchmark that is compared with the others: its class, its one method and its name. */
    private record Contender(Class<?> benchmark, String method, String label) {}

    private static final Contender BUCKET4J = new Contender(Bucket4jBenchmark.class, "tryConsume", "Bucket4j");
    private static final Contender CHAIN = new Contender(SentinelBenchmark.class, "check", "**Sentinel, whole chain**");
    private static final List<Contender> CONTENDERS = List.of(
            CHAIN,
            BUCKET4J,
            new Contender(StoreBenchmark.class, "evaluate", "its storage alone"),
            new Contender(Resilience4jBenchmark.class, "acquirePermission", "Resilience4j"),
            new Contender(GuavaBenchmark.class, "tryAcquire", "Guava"),
            new Contender(AlibabaSentinelBenchmark.class, "entry", "Alibaba Sentinel"));

    private Report(boolean quick) {
        this.quick = quick;
    }

    public static void main(String[] args) throws Exception {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String arg : args) {
            try {
                parts.add(Part.valueOf(arg.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                System.err.println(
                        "usage: [-Dquick] Report [memory] [telegram] [heap] [calls] [redis] [replay], not: " + arg);
                System.exit(2);
            }
        }
        new Report(System.getProperty("quick") != null).run(parts.isEmpty() ? EnumSet.allOf(Part.class) : parts);
        System.exit(0); // threads that the peers on Redis leave behind
    }

    private void run(Set<Part> parts) throws Exception {
        printMachine();
        for (Part part : parts) {
            System.err.println(part.name().toLowerCase(Locale.ROOT));
            switch (part) {
                case MEMORY -> memory();
                case TELEGRAM -> telegram();
                case HEAP -> heap();
                case CALLS -> calls();
                case REDIS -> redis();
                case REPLAY -> replay();
            }
        }
        summary.print(System.out);
    }

    private void memory() throws RunnerException {
        JmhRows rows = new JmhRows(quick);
        for (Scenario scenario : List.of(Scenario.USERS, Scenario.HOT_KEY, Scenario.FLOOD)) {
            for (int threads = 1; threads <= 2; threads++) {
                compare(rows, scenario, threads);
            }
        }
        Row bucket4j = measure(rows, BUCKET4J, Scenario.USERS, 1);
        for (Scenario scenario : List.of(Scenario.CALM, Scenario.MEMBER_AND_GLOBAL, Scenario.LONG_WINDOW)) {
            Row row = rows.add(measure(rows, CHAIN, scenario, 1), bucket4j);
            if (scenario == Scenario.CALM) {
                summary.add(Target.BYTES, row.bytes());
            }
        }
        rows.print(System.out, "Bucket4j");
    }

    private void compare(JmhRows rows, Scenario scenario, int threads) throws RunnerException {
        List<Row> measured = new ArrayList<>();
        for (Contender contender : CONTENDERS) {
            measured.add(measure(rows, contender, scenario, threads));
        }
        Row bucket4j = measured.get(CONTENDERS.indexOf(BUCKET4J));
        for (Row row : measured) {
            Row compared = rows.add(row, bucket4j);
            if (row.label().equals(CHAIN.label) && threads == 1 && scenario != Scenario.FLOOD) {
                Target target = scenario == Scenario.USERS ? Target.USERS : Target.HOT_KEY;
                summary.add(target, compared.cpuRatio());
                summary.add(target, compared.ratio());
            }
        }
    }

    private static Row measure(JmhRows rows, Contender contender, Scenario scenario, int threads)
            throws RunnerException {
        return rows.measure(contender.benchmark, contender.method, scenario, threads, contender.label);
    }

    private void telegram() throws RunnerException {
        JmhRows rows = new JmhRows(quick);
        Row tree = telegram(rows, "parseTree", "Jackson 3, JSON to a tree");
        Row decision = telegram(rows, "decideOnJson", "**Sentinel, JSON to decision**");
        Row update = telegram(rows, "parseUpdate", "Jackson 2, JSON to the library's `Update`");
        Row ofUpdate = telegram(rows, "decideOnUpdate", "**Sentinel, `Update` to decision**");
        rows.add(tree, tree);
        Row compared = rows.add(decision, tree);
        rows.add(update, tree);
        rows.add(ofUpdate, tree);
        summary.add(Target.TELEGRAM_JSON, compared.cpuRatio());
        summary.add(Target.TELEGRAM_JSON, compared.ratio());
        rows.print(System.out, "tree");
    }

    private static Row telegram(JmhRows rows, String method, String label) throws RunnerException {
        return rows.measure(TelegramBenchmark.class, method, null, 1, label);
    }

    private void calls() throws Exception {
        Map<String, Calls> decisions = CallCount.decisions();
        decisions.forEach((kind, calls) -> System.out.println("One decision, " + kind + ": " + calls.summary()));
        System.out.println();
        Calls allowed = Objects.requireNonNull(decisions.get(CountedDecision.ALLOWED), "no update was allowed");
        summary.add(Target.CALLS, allowed.calls());
        summary.add(Target.STACK, allowed.deepest());
        summary.add(Target.OBJECTS, allowed.ownObjects());
    }

    /** In a virtual machine of its own: what is measured there is the heap as a whole. */
    private void heap() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx3g",
                        "-XX:+UseSerialGC",
                        "-XX:MarkSweepAlwaysCompactCount=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeapPerUser.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        System.out.println("| on the heap | per user | measured with |");
        System.out.println("|---|---|---|");
        for (String line : process.inputReader(StandardCharsets.UTF_8).lines().toList()) {
            System.out.println(line);
            String[] columns = line.split(" *\\| *", -1);
            double bytes = Double.parseDouble(columns[2].replace(" B", ""));
            if (columns[1].equals(HeapPerUser.ACTIVE_USER)) {
                summary.add(Target.HEAP, bytes);
            } else if (columns[1].equals(HeapPerUser.WITH_PRINCIPAL)) {
                summary.add(Target.HEAP_WITH_PRINCIPAL, bytes);
            }
        }
        System.out.println();
        int status = process.waitFor();
        if (status != 0) {
            throw new IllegalStateException("HeapPerUser ended with status " + status);
        }
    }

    private void redis() throws Exception {
        try (LocalRedis server = LocalRedis.start()) {
            RedisReport.of(server.uri(), quick, System.out, summary).run();
            System.setProperty(CountedRedisCall.SERVER, server.uri());
            long packed = CallCounter.ofSentinel().bytes(CountedRedisCall.class, CountedRedisCall.PACKING, PACKINGS);
            System.out.println("Bytes allocated to pack a call: " + packed + "\n");
            summary.add(Target.REDIS_BYTES_PACKED, (double) packed);
        }
        if (ScriptInstructions.isAvailable()) {
            ScriptInstructions.print(summary);
        }
    }

    private void replay() throws IOException {
        ReplayReport.of(quick, System.out, summary).run();
    }

    private void printMachine() throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%s, %d cores; load %.1f; %s %s; heap 2 GiB, default collector%s%n%n",
                cpu(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                quick ? "; quick" : "");
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
}
