package dev.botsentinel.benchmarks;

import dev.botsentinel.benchmarks.RedisContender.Running;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.store.PreparedPlan;
import io.lettuce.core.RedisClient;
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
 * <pre>{@code
 * java -cp benchmarks.jar dev.botsentinel.benchmarks.RedisReport [quick] [redis://host:port]
 * }</pre>
 *
 * <p>The server named must hold nothing that matters: it is emptied. Without one a server is started.
 */
public final class RedisReport {

    private static final List<Scenario> SCENARIOS = List.of(Scenario.USERS, Scenario.HOT_KEY, Scenario.FLOOD);
    private static final List<Integer> IN_FLIGHT = List.of(1, 64, 256);
    private static final int INSTANCES = 4;
    private static final long MICROS_BETWEEN_STAMPS = 3_000_000;

    private final String uri;
    private final Duration warmUp;
    private final Duration measured;
    private final PrintStream out;

    RedisReport(String uri, Duration warmUp, Duration measured, PrintStream out) {
        this.uri = uri;
        this.warmUp = warmUp;
        this.measured = measured;
        this.out = out;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> rest = new ArrayList<>(List.of(args));
        boolean quick = rest.remove("quick");
        if (rest.size() > 1) {
            System.err.println("usage: RedisReport [quick] [redis://host:port]");
            System.exit(2);
        }
        Duration warmUp = Duration.ofMillis(quick ? 1000 : 8000);
        Duration measured = Duration.ofMillis(quick ? 1000 : 5000);
        if (rest.size() == 1) {
            new RedisReport(rest.get(0), warmUp, measured, System.out).run();
        } else {
            try (LocalRedis server = LocalRedis.start()) {
                new RedisReport(server.uri(), warmUp, measured, System.out).run();
            }
        }
        System.exit(0); // whatever threads the peers leave behind
    }

    void run() throws IOException, InterruptedException {
        out.printf(
                Locale.ROOT,
                "%d cores; load %.1f; Java %s; %s%n%n",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("java.vm.version"),
                server("server", "redis_version"));
        out.println(
                "| scenario | in flight | what | calls/s | p50 µs | p99 µs | server CPU µs | × trivial | × Bucket4j |");
        out.println("|---|---|---|---|---|---|---|---|---|");
        for (Scenario scenario : SCENARIOS) {
            for (int inFlight : IN_FLIGHT) {
                compare(scenario, inFlight);
            }
        }
        out.println();
        printGlobalLimit();
        out.println();
        printMemory();
    }

    /** What stands in one block of the table is measured one right after the other. */
    private void compare(Scenario scenario, int inFlight) throws IOException, InterruptedException {
        Map<RedisContender, Load.Result> results = new EnumMap<>(RedisContender.class);
        Map<RedisContender, Double> cpu = new EnumMap<>(RedisContender.class);
        for (RedisContender contender : RedisContender.values()) {
            empty();
            try (Running running = contender.start(uri, traffic(scenario))) {
                Load.untilCalled(scenario.users, running.calls());
                Load.Result unused = Load.run(running.calls(), inFlight, warmUp);
                double before = serverMicros();
                Load.Result result = Load.run(running.calls(), inFlight, measured);
                cpu.put(contender, (serverMicros() - before) / result.calls());
                results.put(contender, result);
            }
        }
        double trivial =
                Objects.requireNonNull(results.get(RedisContender.TRIVIAL)).perSecond();
        double bucket4j =
                Objects.requireNonNull(results.get(RedisContender.BUCKET4J)).perSecond();
        results.forEach((contender, result) -> out.printf(
                Locale.ROOT,
                "| %s | %d | %s | %,.0f | %.0f | %.0f | %.1f | %.2f | %.2f |%n",
                label(scenario),
                inFlight,
                contender.label,
                result.perSecond(),
                result.medianMicros(),
                result.p99Micros(),
                cpu.get(contender),
                result.perSecond() / trivial,
                result.perSecond() / bucket4j));
    }

    private void printGlobalLimit() throws IOException, InterruptedException {
        empty();
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
        out.println("| one global limit, shared by " + INSTANCES
                + " instances | calls/s | p50 µs | p99 µs | server CPU µs |");
        out.println("|---|---|---|---|---|");
        for (int inFlight : IN_FLIGHT) {
            Load.Result unused = Load.run(
                    () -> plans.get(Math.floorMod(turn.getAndIncrement(), INSTANCES))
                            .evaluate(nobody)
                            .toStage(),
                    inFlight,
                    warmUp);
            double before = serverMicros();
            Load.Result result = Load.run(
                    () -> plans.get(Math.floorMod(turn.getAndIncrement(), INSTANCES))
                            .evaluate(nobody)
                            .toStage(),
                    inFlight,
                    measured);
            out.printf(
                    Locale.ROOT,
                    "| %d in flight | %,.0f | %.0f | %.0f | %.1f |%n",
                    inFlight,
                    result.perSecond(),
                    result.medianMicros(),
                    result.p99Micros(),
                    (serverMicros() - before) / result.calls());
        }
        stores.forEach(RedisStore::close);
    }

    private void printMemory() throws IOException {
        empty();
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
            out.println("| active user (bucket, window with 3 live stamps, one live fingerprint) | " + memory(active)
                    + " B |");
            out.println("| full window of 1,000 | " + memory(busy) + " B |");
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

    private static String label(Scenario scenario) {
        return switch (scenario) {
            case USERS, CALM, MEMBER_AND_GLOBAL, LONG_WINDOW -> "100,000 users";
            case HOT_KEY -> "one hot key";
            case FLOOD -> "flood";
        };
    }

    private long memory(String user) {
        RedisClient client = RedisClient.create(uri);
        try {
            return client.connect().sync().memoryUsage("sentinel:{u:" + user + "}");
        } finally {
            client.shutdown();
        }
    }

    private void empty() {
        RedisClient client = RedisClient.create(uri);
        try {
            String unused = client.connect().sync().flushall();
        } finally {
            client.shutdown();
        }
    }

    /** What the server has used of the processor, in user and system time. */
    private double serverMicros() {
        return 1e6
                * (Double.parseDouble(server("cpu", "used_cpu_user"))
                        + Double.parseDouble(server("cpu", "used_cpu_sys")));
    }

    private String server(String section, String name) {
        RedisClient client = RedisClient.create(uri);
        try {
            return client.connect()
                    .sync()
                    .info(section)
                    .lines()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElseThrow();
        } finally {
            client.shutdown();
        }
    }
}
