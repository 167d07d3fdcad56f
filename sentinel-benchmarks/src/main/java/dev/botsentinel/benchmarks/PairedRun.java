package dev.botsentinel.benchmarks;

import dev.botsentinel.decision.Decision;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Measures the whole chain and one Bucket4j {@code tryConsume} in turns, in one virtual machine, by the CPU time of the
 * thread: on a busy machine their ratio repeats where two runs of JMH, one after the other, differ by a third. Prints the
 * median of each and of the ratio of neighbours:
 *
 * <pre>{@code
 * java -Xmx1500m -XX:+UseParallelGC -Xbatch -cp benchmarks.jar dev.botsentinel.benchmarks.PairedRun HOT_KEY
 * java -Xmx1500m -XX:+UseParallelGC -Xbatch -cp benchmarks.jar dev.botsentinel.benchmarks.PairedRun USERS
 * }</pre>
 *
 * <p>One scenario per virtual machine: what the compiler learns of one is no help to the next.
 */
public final class PairedRun {

    private static final int WARM_UP_TURNS = 6;
    private static final int TURNS = 21;
    private static final int UPDATES_PER_TURN = 100_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** One of the two, with a traffic and a clock of its own. */
    private final class Contender {

        private final Traffic traffic = new Traffic();
        private Predicate<BotUpdate> allows = update -> true;
        private int next;
        private long allowed;

        Contender(Scenario scenario) {
            traffic.scenario = scenario;
            traffic.makeUpdates();
        }

        /** Nanoseconds of CPU time per update. */
        double turn() {
            long before = threads.getCurrentThreadCpuTime();
            long step = traffic.scenario.microsPerUpdate();
            for (int i = 0; i < UPDATES_PER_TURN; i++) {
                traffic.time.advance(step);
                allowed += allows.test(traffic.updates[next]) ? 1 : 0;
                next = next + 1 == traffic.updates.length ? 0 : next + 1;
            }
            double nanos = threads.getCurrentThreadCpuTime() - before;
            return nanos / UPDATES_PER_TURN;
        }
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("usage: PairedRun " + Arrays.toString(Scenario.values()));
            System.exit(2);
        }
        System.out.println(new PairedRun().measure(Scenario.valueOf(args[0])));
    }

    private String measure(Scenario scenario) throws IOException {
        Contender chain = new Contender(scenario);
        Guard guard = new Guard();
        guard.build(chain.traffic);
        chain.allows = update -> guard.sentinel.check(update) instanceof Decision.Allowed;

        Contender bucket = new Contender(scenario);
        Bucket4jBenchmark.Buckets buckets = new Bucket4jBenchmark.Buckets();
        buckets.fill(bucket.traffic);
        bucket.allows = update -> buckets.bucket(update.userId()).tryConsume(1);

        for (Contender one : List.of(chain, bucket)) {
            for (int turn = 0; turn < WARM_UP_TURNS; turn++) {
                double unused = one.turn();
            }
            one.allowed = 0;
        }
        double[] ofChain = new double[TURNS];
        double[] ofBucket = new double[TURNS];
        double[] ratios = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            ofChain[turn] = chain.turn();
            ofBucket[turn] = bucket.turn();
            ratios[turn] = ofChain[turn] / ofBucket[turn];
        }
        for (Contender one : List.of(chain, bucket)) {
            scenario.checkDenied(one.allowed, (long) TURNS * UPDATES_PER_TURN - one.allowed);
        }
        return String.format(
                Locale.ROOT,
                "%s, CPU: whole chain %.0f ns, one Bucket4j tryConsume %.0f ns, ratio %.2f",
                scenario.label,
                median(ofChain),
                median(ofBucket),
                median(ratios));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
