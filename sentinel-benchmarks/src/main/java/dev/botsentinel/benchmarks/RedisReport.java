package dev.botsentinel.benchmarks;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.store.PreparedPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures Sentinel on Redis beside its peers, and prints the tables of docs/performance.md: calls per second and how long
 * they take, with so many calls in flight over one connection each; bytes per user; one global limit shared by four
 * instances. Client and server run on this machine, each on a core of its own if there are two.
 *
 * <p>Those in one block of the table take turns, for a moment each in every round, so that a machine that is busy for a while
 * is so for all of them.
 *
 * <pre>{@code
 * java [-Dquick] -cp benchmarks.jar dev.botsentinel.benchmarks.RedisReport [redis://host:port]
 * }</pre>
 *
 * <p>The server named must hold nothing that matters: it is emptied. Without one a server is started. {@code -Dquick}
 * measures 100,000 users only, and for a moment.
 */
public final class RedisReport {

    private static final List<Integer> IN_FLIGHT = List.of(1, 64, 256);
    private static final int INSTANCES = 4;
    private static final long MICROS_BETWEEN_STAMPS = 3_000_000;

    private final String uri;
    private final List<Scenario> scenarios;
    private final int rounds;
    private final Duration round;
    private final PrintStream out;
    private final TargetSummary summary;

    /**
     * A report on a server.
     *
     * @param rounds how often all are measured, after as many rounds that aren't
     */
    RedisReport(
            String uri, List<Scenario> scenarios, int rounds, Duration round, PrintStream out, TargetSummary summary) {
        this.uri = uri;
        this.scenarios = scenarios;
        this.rounds = rounds;
        this.round = round;
        this.out = out;
        this.summary = summary;
    }

    static RedisReport of(String uri, boolean quick, PrintStream out, TargetSummary summary) {
        return quick
                ? new RedisReport(uri, List.of(Scenario.USERS), 4, Duration.ofMillis(400), out, summary)
                : new RedisReport(
                        uri,
                        List.of(Scenario.USERS, Scenario.HOT_KEY, Scenario.FLOOD),
                        10,
                        Duration.ofMillis(500),
                        out,
                        summary);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 1) {
            System.err.println("usage: [-Dquick] RedisReport [redis://host:port]");
            System.exit(2);
        }
        boolean quick = System.getProperty("quick") != null;
        TargetSummary summary = new TargetSummary();
        if (args.length == 1) {
            of(args[0], quick, System.out, summary).run();
        } else {
            try (LocalRedis server = LocalRedis.start()) {
                of(server.uri(), quick, System.out, summary).run();
            }
        }
        summary.print(System.out);
        System.exit(0); // whatever threads the peers leave behind
    }

    void run() throws IOException, InterruptedException {
        try (RedisServer server = new RedisServer(uri)) {
            out.printf(
                    Locale.ROOT,
                    "Redis %s; %d cores; load %.1f; Java %s%n%n",
                    server.version(),
                    Runtime.getRuntime().availableProcessors(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    System.getProperty("java.vm.version"));
            out.println(
                    "| scenario | in flight | what | calls/s | p50 µs | p99 µs | server CPU µs | client CPU µs | B |"
                            + " × trivial | × Bucket4j |");
            out.println("|---|---|---|---|---|---|---|---|---|---|---|");
            for (Scenario scenario : scenarios) {
                compare(scenario, server);
            }
            out.println();
            printGlobalLimit(server);
            out.println();
            printMemory(server);
            out.println();
        }
    }

    private void compare(Scenario scenario, RedisServer server) throws IOException, InterruptedException {
        for (int inFlight : IN_FLIGHT) {
            server.empty();
            Map<RedisContender, RedisRow> rows = new EnumMap<>(RedisContender.class);
            try {
                for (RedisContender contender : RedisContender.values()) {
                    RedisContender.Running running = contender.start(uri, traffic(scenario));
                    rows.put(contender, new RedisRow(contender, running, server));
                    Load.untilCalled(scenario.users, running.calls());
                }
                measure(rows, inFlight, scenario.label + ", in flight: " + inFlight);
                print(scenario, inFlight, rows);
            } finally {
                rows.values().forEach(RedisRow::close);
            }
        }
    }

    private void measure(Map<RedisContender, RedisRow> rows, int inFlight, String what) throws InterruptedException {
        for (int i = 0; i < 2 * rounds; i++) {
            System.err.println("redis, " + what + ", round " + (i + 1) + " of " + 2 * rounds);
            for (RedisRow row : rows.values()) {
                if (i < rounds) {
                    row.warmUp(inFlight, round);
                } else {
                    row.measure(inFlight, round);
                }
            }
        }
    }

    private void print(Scenario scenario, int inFlight, Map<RedisContender, RedisRow> rows) {
        RedisRow trivial = Objects.requireNonNull(rows.get(RedisContender.TRIVIAL));
        RedisRow bucket4j = Objects.requireNonNull(rows.get(RedisContender.BUCKET4J));
        for (RedisRow row : rows.values()) {
            Load.Result load = row.load();
            out.printf(
                    Locale.ROOT,
                    "| %s | %d | %s | %,.0f | %.0f | %.0f | %.1f | %.1f | %,.0f | %.2f | %.2f |%n",
                    scenario.label,
                    inFlight,
                    row.contender().label,
                    load.perSecond(),
                    load.micros(0.5),
                    load.micros(0.99),
                    row.serverMicrosPerCall(),
                    row.clientMicrosPerCall(),
                    row.bytesPerCall(),
                    row.ratio(trivial),
                    row.ratio(bucket4j));
        }
        if (scenario == Scenario.USERS) {
            RedisRow chain = Objects.requireNonNull(rows.get(RedisContender.CHAIN));
            RedisRow store = Objects.requireNonNull(rows.get(RedisContender.STORE));
            summary.add(Target.REDIS_STORE, store.ratio(trivial));
            summary.add(Target.REDIS_CHAIN, chain.ratio(trivial));
            if (inFlight == 1) {
                summary.add(Target.REDIS_LATENCY, chain.medianRatio(trivial));
            } else {
                summary.add(Target.REDIS_BUCKET4J, chain.ratio(bucket4j));
            }
        }
    }

    private void printGlobalLimit(RedisServer server) throws IOException, InterruptedException {
        server.empty();
        Traffic traffic = traffic(Scenario.HOT_KEY);
        AppliedLimit everyone = Guard.policy().effective("group").limits().stream()
                .filter(limit -> limit.id().equals("everyone"))
                .findFirst()
                .orElseThrow();
        Plan plan = new Plan(List.of(new Step.TakePermits(everyone)), false, false, null, false);
        Facts nobody = Facts.of(null, null);
        List<RedisStore> stores = new ArrayList<>();
        List<PreparedPlan> plans = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            RedisStore store = RedisContender.store(uri, traffic);
            stores.add(store);
            plans.add(store.prepare(plan));
        }
        AtomicInteger turn = new AtomicInteger();
        RedisContender.Running running = new RedisContender.Running(
                () -> plans.get(Math.floorMod(turn.getAndIncrement(), INSTANCES))
                        .evaluate(nobody)
                        .toStage(),
                () -> stores.forEach(RedisStore::close));
        out.println("| one global limit, shared by " + INSTANCES
                + " instances | calls/s | p50 µs | p99 µs | server CPU µs |");
        out.println("|---|---|---|---|---|");
        for (int inFlight : IN_FLIGHT) {
            RedisRow row = new RedisRow(RedisContender.STORE, running, server);
            row.warmUp(inFlight, round);
            row.measure(inFlight, round.multipliedBy(2));
            Load.Result load = row.load();
            out.printf(
                    Locale.ROOT,
                    "| %d in flight | %,.0f | %.0f | %.0f | %.1f |%n",
                    inFlight,
                    load.perSecond(),
                    load.micros(0.5),
                    load.micros(0.99),
                    row.serverMicrosPerCall());
        }
        running.close();
    }

    private void printMemory(RedisServer server) throws IOException {
        server.empty();
        Traffic traffic = traffic(Scenario.HOT_KEY);
        PolicySet policy = Guard.policy();
        try (RedisStore store = RedisContender.store(uri, traffic)) {
            String active = Long.toString(Traffic.userId(1));
            for (int stamp = 0; stamp < 3; stamp++) {
                traffic.time.advance(MICROS_BETWEEN_STAMPS);
                evaluate(store, Guard.plan(policy, Scenario.USERS.action), RedisContender.facts(active, stamp));
            }
            AppliedLimit longWindow =
                    policy.effective(Scenario.LONG_WINDOW.action).limits().get(1);
            AppliedLimit full = new AppliedLimit(
                    longWindow.id(),
                    longWindow.key(),
                    longWindow.scope(),
                    longWindow.limit().cost(1000));
            String busy = Long.toString(Traffic.userId(2));
            evaluate(
                    store,
                    new Plan(List.of(new Step.TakePermits(full)), true, false, null, false),
                    Facts.of(busy, null));
            out.println("| in Redis | `MEMORY USAGE` |");
            out.println("|---|---|");
            out.println("| active user (bucket, window with 3 live stamps, one live fingerprint) | "
                    + server.memory(active) + " B |");
            out.println("| full window of 1,000 | " + server.memory(busy) + " B |");
            summary.add(Target.REDIS_HEAP, (double) server.memory(active));
        }
    }

    private static void evaluate(RedisStore store, Plan plan, Facts facts) {
        Object unused = store.evaluate(plan, facts).toCompletableFuture().join();
    }

    private static Traffic traffic(Scenario scenario) {
        Traffic traffic = new Traffic();
        traffic.scenario = scenario;
        traffic.makeUpdates();
        return traffic;
    }
}
