package dev.botsentinel.benchmarks;

import dev.botsentinel.benchmarks.RedisContender.Running;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Counts the instructions that a call costs the server, all of it: reading, the script, answering. A busy machine doesn't
 * change that. The server runs under callgrind twice, with 6,400 calls more the second time; the difference is divided.
 * Everything is admitted.
 *
 * <pre>{@code
 * java -cp benchmarks.jar dev.botsentinel.benchmarks.ScriptInstructions
 * }</pre>
 *
 * <p>Needs valgrind on the PATH; takes a minute.
 */
final class ScriptInstructions {

    private static final int BEFORE = 1_600;
    private static final int MORE = 6_400;
    private static final int IN_FLIGHT = 64;
    private static final List<RedisContender> CONTENDERS =
            List.of(RedisContender.TRIVIAL, RedisContender.STORE, RedisContender.BUCKET4J);

    private ScriptInstructions() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (!isAvailable()) {
            System.err.println("valgrind is not on the PATH");
            System.exit(2);
        }
        print(new TargetSummary());
        System.exit(0);
    }

    /** Whether valgrind is there. */
    static boolean isAvailable() {
        String path = System.getenv("PATH");
        return path != null
                && Stream.of(path.split(File.pathSeparator, -1))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "valgrind")));
    }

    static void print(TargetSummary summary) throws IOException, InterruptedException {
        System.out.println("| on the server | instructions per call |");
        System.out.println("|---|---|");
        for (RedisContender contender : CONTENDERS) {
            System.err.println("callgrind, " + contender.label);
            long perCall = (instructions(contender, BEFORE + MORE) - instructions(contender, BEFORE)) / MORE;
            System.out.printf(Locale.ROOT, "| %s | %,d |%n", contender.label, perCall);
            if (contender == RedisContender.STORE) {
                summary.add(Target.REDIS_INSTRUCTIONS, (double) perCall);
            }
        }
        System.out.println();
    }

    private static long instructions(RedisContender contender, int calls) throws IOException, InterruptedException {
        Path counts = Files.createTempFile("callgrind", ".out");
        Traffic traffic = new Traffic();
        traffic.scenario = Scenario.CALM;
        traffic.makeUpdates();
        try (LocalRedis server =
                LocalRedis.startUnder(List.of("valgrind", "--tool=callgrind", "--callgrind-out-file=" + counts))) {
            try (Running running = contender.start(server.uri(), traffic)) {
                Load.untilCalled(calls, IN_FLIGHT, running.calls());
            }
            server.shutDown();
        }
        try (Stream<String> lines = Files.lines(counts)) {
            return lines.filter(line -> line.startsWith("summary:") || line.startsWith("totals:"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("callgrind counted nothing: " + counts));
        } finally {
            Files.delete(counts);
        }
    }
}
