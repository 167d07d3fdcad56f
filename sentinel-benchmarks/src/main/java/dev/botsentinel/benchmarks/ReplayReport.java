package dev.botsentinel.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.botsentinel.cli.Main;
import dev.botsentinel.telegram.TelegramJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures {@code sentinel replay} on a recording of Telegram messages, beside reading the same lines with the same parser
 * and doing nothing with them: on one thread, and on one per core. All take turns in one virtual machine; medians.
 */
final class ReplayReport {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1000;

    private final int lines;
    private final int rounds;
    private final PrintStream out;
    private final TargetSummary summary;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private ReplayReport(int lines, int rounds, PrintStream out, TargetSummary summary) {
        this.lines = lines;
        this.rounds = rounds;
        this.out = out;
        this.summary = summary;
    }

    static ReplayReport of(boolean quick, PrintStream out, TargetSummary summary) {
        return new ReplayReport(quick ? 100_000 : 400_000, quick ? 3 : 7, out, summary);
    }

    /** What is measured; its rounds so far. */
    private final class Row {

        private final String label;
        private final Runnable action;
        private final List<Double> perSecond = new ArrayList<>();
        private final List<Double> cpuMicros = new ArrayList<>();

        Row(String label, Runnable action) {
            this.label = label;
            this.action = action;
        }

        void measure() {
            long cpu = system.getProcessCpuTime();
            long start = System.nanoTime();
            action.run();
            long took = System.nanoTime() - start;
            perSecond.add(lines * NANOS_PER_SECOND / took);
            cpuMicros.add((system.getProcessCpuTime() - cpu) / NANOS_PER_MICRO / lines);
        }

        void forget() {
            perSecond.clear();
            cpuMicros.clear();
        }
    }

    void run() throws IOException {
        Path directory = Files.createTempDirectory("sentinel-replay");
        byte[][] messages = TelegramMessages.of(lines);
        Path policy = directory.resolve("policy.yml");
        Path updates = directory.resolve("updates.jsonl");
        Path principals = directory.resolve("principals.json");
        try (InputStream yaml = Guard.policyFile()) {
            Files.copy(yaml, policy);
        }
        write(updates, messages);
        Files.writeString(principals, principals());
        String[] command = {
            "replay",
            "--policy",
            policy.toString(),
            "--updates",
            updates.toString(),
            "--principals",
            principals.toString(),
            "--out",
            directory.resolve("decisions.jsonl").toString()
        };
        int cores = Runtime.getRuntime().availableProcessors();
        Row replay = new Row("**`sentinel replay`**", () -> replay(command));
        Row one = new Row("reading the lines, 1 thread", () -> parse(messages, 1));
        Row all = new Row("reading the lines, " + cores + " threads", () -> parse(messages, cores));
        measure(List.of(replay, one, all));
        print(List.of(replay, one, all), one);
        for (Path file : List.of(policy, updates, principals, directory.resolve("decisions.jsonl"), directory)) {
            Files.delete(file);
        }
    }

    private void measure(List<Row> rows) {
        for (int round = 0; round <= rounds; round++) {
            System.err.println("replay, round " + round + " of " + rounds);
            rows.forEach(Row::measure);
            if (round == 0) {
                rows.forEach(Row::forget); // warm-up
            }
        }
    }

    private void print(List<Row> rows, Row base) {
        out.println("| " + String.format(Locale.ROOT, "%,d", lines)
                + " lines of Telegram | lines/s | CPU µs per line | × reading, 1 thread |");
        out.println("|---|---|---|---|");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %.2f | %.2f |%n",
                    row.label,
                    median(row.perSecond),
                    median(row.cpuMicros),
                    ratio(row, base));
        }
        out.println();
        summary.add(Target.REPLAY, ratio(rows.get(0), base));
    }

    private static double ratio(Row row, Row base) {
        return median(IntStream.range(0, row.perSecond.size())
                .mapToObj(round -> row.perSecond.get(round) / base.perSecond.get(round))
                .collect(Collectors.toList()));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static void write(Path file, byte[][] messages) throws IOException {
        try (OutputStream to = Files.newOutputStream(file);
                OutputStream buffered = new BufferedOutputStream(to, 1 << 16)) {
            for (byte[] message : messages) {
                buffered.write(message);
                buffered.write('\n');
            }
        }
    }

    private static String principals() {
        return IntStream.range(0, TelegramMessages.USERS)
                .mapToObj(user -> "\"" + Traffic.userId(user) + "\":{\"registered\":true,\"roles\":[\"user\"]}")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static void replay(String[] command) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        int status = Main.run(command, nowhere, nowhere);
        if (status != 0) {
            throw new IllegalStateException("replay ended with status " + status);
        }
    }

    private static void parse(byte[][] messages, int threads) {
        CompletableFuture<?>[] parts = IntStream.range(0, threads)
                .mapToObj(first -> CompletableFuture.runAsync(() -> parse(messages, first, threads), started -> {
                    new Thread(started, "parsing").start();
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(parts).join();
    }

    private static void parse(byte[][] messages, int first, int step) {
        for (int i = first; i < messages.length; i += step) {
            Objects.requireNonNull(TelegramJson.read(messages[i]));
        }
    }
}
