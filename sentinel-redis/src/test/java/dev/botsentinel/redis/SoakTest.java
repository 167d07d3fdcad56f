package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guards under load for half an hour while their storages fail in every way that the other tests know, one way after the
 * other and by chance: no promise is broken, and nothing grows. CONTRIBUTING.md has the command and its properties.
 */
class SoakTest {

    private static final Logger LOG = LoggerFactory.getLogger(SoakTest.class);

    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("soak.minutes", 30));
    private static final long SEED = Long.getLong("soak.seed", 1);
    private static final int PER_SECOND = Integer.getInteger("soak.rate", 2_000);
    private static final List<String> ONLY =
            List.of(System.getProperty("soak.only", "memory,redis,cluster").split(","));

    /** A fault begins this long after the one before, lasts a third of it, and has the rest to be over. */
    private static final Duration EVERY = Duration.ofSeconds(Integer.getInteger("soak.every", 30));

    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration RECOVERY = Duration.ofSeconds(20);
    private static final long MOST_BYTES = 20L << 20;
    private static final int MOST_THREADS = 10;
    private static final int MOST_DESCRIPTORS = 20;

    /** What must not grow. */
    private record Usage(long heap, int threads, long descriptors) {

        static Usage now() {
            System.gc();
            System.gc();
            UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return new Usage(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    system.getOpenFileDescriptorCount());
        }

        /** The least of several: what stays. */
        static Usage least(List<Usage> some) {
            return new Usage(
                    some.stream().mapToLong(Usage::heap).min().orElseThrow(),
                    some.stream().mapToInt(Usage::threads).min().orElseThrow(),
                    some.stream().mapToLong(Usage::descriptors).min().orElseThrow());
        }

        List<String> grownTo(Usage later) {
            List<String> grown = new ArrayList<>();
            if (later.heap - heap > MOST_BYTES) {
                grown.add("the heap grew by " + ((later.heap - heap) >> 20) + " MB");
            }
            if (later.threads - threads > MOST_THREADS) {
                grown.add(later.threads - threads + " threads more");
            }
            if (later.descriptors - descriptors > MOST_DESCRIPTORS) {
                grown.add(later.descriptors - descriptors + " descriptors more");
            }
            return grown;
        }
    }

    @Test
    @Tag("soak")
    void noPromiseIsBrokenAndNothingGrows(TestInfo test) throws Exception {
        List<SoakTarget> targets = Stream.of(SoakTarget.memory(), SoakTarget.redis(), SoakTarget.cluster())
                .filter(target -> ONLY.contains(target.name()))
                .toList();
        List<SoakTraffic> traffic = new ArrayList<>();
        try (StandStill standStill = new StandStill()) {
            for (SoakTarget target : targets) {
                traffic.add(new SoakTraffic(target.name(), target.store(), PER_SECOND / targets.size(), standStill));
            }
            for (SoakTraffic one : traffic) {
                one.start();
            }
            List<Usage> usage = strike(targets, traffic, new Random(SEED));
            for (SoakTraffic one : traffic) {
                one.end();
                LOG.info("{}", one.summary());
            }
            assertThat(traffic.stream().flatMap(it -> it.brokenPromises().stream()))
                    .isEmpty();
            int third = usage.size() / 3;
            Usage early = Usage.least(usage.subList(0, Math.max(1, third)));
            Usage late = Usage.least(usage.subList(usage.size() - Math.max(1, third), usage.size()));
            assertThat(early.grownTo(late)).isEmpty();
            assertThat(traffic.stream().mapToLong(SoakTraffic::decisions).sum())
                    .as("the rate was kept")
                    .isGreaterThan((long) (0.9 * PER_SECOND * LENGTH.toSeconds()));
            measured(test, traffic, usage.size(), early, late);
        } finally {
            traffic.forEach(SoakTraffic::close);
            for (SoakTarget target : targets) {
                target.close();
            }
        }
    }

    private static void measured(TestInfo test, List<SoakTraffic> traffic, int faults, Usage early, Usage late) {
        new Figures(test)
                .measured(
                        "broken promises in " + LENGTH.toMinutes() + " minutes at "
                                + String.format(Locale.ROOT, "%,d", PER_SECOND) + " decisions a second, a fault each "
                                + EVERY.toSeconds() + " s",
                        "0",
                        "0 with " + faults + " faults; "
                                + traffic.stream().map(SoakTraffic::summary).collect(Collectors.joining("; "))
                                + String.format(
                                        Locale.ROOT,
                                        "; heap %+.1f MB, %+d threads, %+d descriptors",
                                        (late.heap - early.heap) / (double) (1 << 20),
                                        late.threads - early.threads,
                                        late.descriptors - early.descriptors));
    }

    /** Has faults happen until the time is over. What is used is measured before each. */
    private static List<Usage> strike(List<SoakTarget> targets, List<SoakTraffic> traffic, Random random)
            throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        boolean unused = never.await(WARM_UP.toMillis(), TimeUnit.MILLISECONDS);
        List<Usage> usage = new ArrayList<>();
        long end = System.nanoTime() + LENGTH.minus(WARM_UP).toNanos();
        for (int number = 0; System.nanoTime() - end < 0; number++) {
            usage.add(Usage.now());
            SoakTraffic hit = traffic.get(number % targets.size());
            List<SoakTarget.Strike> strikes =
                    targets.get(number % targets.size()).faults().get();
            SoakTarget.Strike strike = strikes.get(random.nextInt(strikes.size()));
            LOG.info("{}: {}", targets.get(number % targets.size()).name(), strike.fault());
            if (strike.losesState()) {
                hit.stateMayBeLost();
            }
            strike.fault().strike().run();
            Await.that(strike.fault() + " to be there", RECOVERY, strike.fault().happened());
            unused |= never.await(EVERY.toMillis() / 3, TimeUnit.MILLISECONDS);
            strike.fault().heal().run();
            Await.that("an end of the outage by " + strike.fault(), RECOVERY, () -> !hit.isInOutage());
            unused |= never.await(EVERY.toMillis() / 3, TimeUnit.MILLISECONDS);
            Await.that("an end of outages after " + strike.fault(), RECOVERY, () -> !hit.isInOutage());
            hit.stateIsKept();
            unused |= never.await(EVERY.toMillis() / 3, TimeUnit.MILLISECONDS);
        }
        return usage;
    }

    /** The controls: a storage that breaks a promise is found. */
    private static void assertFound(String sentence, SentinelStore store, ThrowingConsumer<SoakTraffic> meanwhile)
            throws Exception {
        try (StandStill standStill = new StandStill();
                store;
                SoakTraffic traffic = new SoakTraffic("control", store, 2_000, standStill)) {
            traffic.start();
            meanwhile.accept(traffic);
            Await.that(
                    "a broken promise", () -> traffic.brokenPromises().stream().anyMatch(it -> it.contains(sentence)));
            traffic.end();
        }
    }

    private interface ThrowingConsumer<T> {
        void accept(T value) throws Exception;
    }

    private static MemoryStore memory() {
        return MemoryStore.builder().fingerprintKey(RedisHarness.KEY).build();
    }

    @Test
    void aLimitThatAdmitsTwiceAsMuchIsFound() throws Exception {
        AtomicLong turn = new AtomicLong();
        MemoryStore other = memory();
        SentinelStore twice = new ForwardingStore(memory()) {
            @Override
            public PreparedPlan prepare(Plan plan) {
                PreparedPlan one = super.prepare(plan);
                PreparedPlan two = other.prepare(plan);
                return facts -> (turn.getAndIncrement() % 2 == 0 ? one : two).evaluate(facts);
            }
        };
        assertFound("5 were admitted within", twice, traffic -> {});
    }

    @Test
    void aBlockThatIsLiftedIsFound() throws Exception {
        assertFound("blocked-7 asked for /calm: expected BLOCKED", memory(), traffic -> traffic.unblock("blocked-7"));
    }

    /** Each hundredth decision takes two seconds, on a machine that runs on. */
    @Test
    void aStorageThatTakesTooLongIsFound() throws Exception {
        AtomicLong number = new AtomicLong();
        SentinelStore slow = new ForwardingStore(memory()) {
            @Override
            public PreparedPlan prepare(Plan plan) {
                PreparedPlan prepared = super.prepare(plan);
                return facts -> number.incrementAndGet() % 100 == 0
                        ? new Pending(CompletableFuture.supplyAsync(
                                () -> prepared.evaluate(facts)
                                        .toStage()
                                        .toCompletableFuture()
                                        .join(),
                                CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS)))
                        : prepared.evaluate(facts);
            }
        };
        assertFound(" took ", slow, traffic -> {});
    }

    @Test
    void aStorageThatFailsIsFound() throws Exception {
        AtomicLong number = new AtomicLong();
        SentinelStore failing = new ForwardingStore(memory()) {
            @Override
            public PreparedPlan prepare(Plan plan) {
                PreparedPlan prepared = super.prepare(plan);
                return facts -> number.incrementAndGet() % 100 == 0
                        ? new Pending(CompletableFuture.failedFuture(new IllegalStateException("on purpose")))
                        : prepared.evaluate(facts);
            }
        };
        assertFound("unavailable", failing, traffic -> {});
    }

    @Test
    void whatGrowsIsFound() {
        Usage before = new Usage(100L << 20, 50, 100);
        assertThat(before.grownTo(new Usage(121L << 20, 50, 100))).containsExactly("the heap grew by 21 MB");
        assertThat(before.grownTo(new Usage(100L << 20, 61, 121))).hasSize(2);
        assertThat(before.grownTo(new Usage(119L << 20, 60, 120))).isEmpty();
    }
}
