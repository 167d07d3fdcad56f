package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.event.SecurityEvent.Unblocked;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
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
    private static final List<String> ONLY = List.of(
            System.getProperty("soak.only", "memory,redis,sentinel,cluster").split(","));

    /** A fault begins this long after the one before, lasts a third of it, and has the rest to be over. */
    private static final Duration EVERY = Duration.ofSeconds(Integer.getInteger("soak.every", 30));

    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration RECOVERY = Duration.ofSeconds(40);

    /** What must not grow: one measure of it, taken at fixed points in time. */
    private enum Usage {
        HEAP("bytes of heap", 20L << 20),
        THREADS("threads", 10),
        DESCRIPTORS("descriptors", 20);

        private final String unit;
        private final long most;

        Usage(String unit, long most) {
            this.unit = unit;
            this.most = most;
        }

        static long[] now() {
            System.gc();
            System.gc();
            UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return new long[] {
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                system.getOpenFileDescriptorCount()
            };
        }

        /**
         * What it grew by from the end of the first third, when caches have filled, to the end: the median of the slopes between
         * any two points, so that no single point matters, times the number of points.
         */
        double growth(List<long[]> points) {
            List<long[]> later = points.subList(points.size() / 3, points.size());
            int at = List.of(values()).indexOf(this);
            List<Double> slopes = new ArrayList<>();
            for (int i = 0; i < later.size(); i++) {
                for (int k = i + 1; k < later.size(); k++) {
                    slopes.add((later.get(k)[at] - later.get(i)[at]) / (double) (k - i));
                }
            }
            slopes.sort(null);
            return slopes.isEmpty() ? 0 : slopes.get(slopes.size() / 2) * (later.size() - 1);
        }

        static List<String> grown(List<long[]> points) {
            return Stream.of(values())
                    .filter(usage -> usage.growth(points) > usage.most)
                    .map(usage -> "grew by " + Math.round(usage.growth(points)) + " " + usage.unit)
                    .toList();
        }
    }

    @Test
    @Tag("soak")
    void noPromiseIsBrokenAndNothingGrows(TestInfo test) throws Exception {
        List<SoakTarget> targets = ONLY.stream().map(SoakTarget::of).toList();
        List<SoakTraffic> traffic = new ArrayList<>();
        try (StandStill standStill = new StandStill().watched()) {
            for (SoakTarget target : targets) {
                traffic.add(new SoakTraffic(target.name(), target.store(), PER_SECOND / targets.size(), standStill));
            }
            for (SoakTraffic one : traffic) {
                one.start();
            }
            List<long[]> usage = strike(targets, traffic, new Random(SEED));
            for (SoakTraffic one : traffic) {
                one.end();
                LOG.info("{}", one.summary());
            }
            assertThat(traffic.stream().flatMap(it -> it.brokenPromises().stream()))
                    .isEmpty();
            assertThat(Usage.grown(usage)).isEmpty();
            assertThat(traffic.stream().mapToLong(SoakTraffic::decisions).sum())
                    .as("the rate was kept")
                    .isGreaterThan((long) (0.9 * PER_SECOND * LENGTH.toSeconds()));
            measured(test, traffic, usage);
        } finally {
            traffic.forEach(SoakTraffic::close);
            for (SoakTarget target : targets) {
                target.close();
            }
        }
    }

    private static void measured(TestInfo test, List<SoakTraffic> traffic, List<long[]> usage) {
        String figures = String.format(
                Locale.ROOT,
                "0 with %d faults, seed %d; %s; from the first third to the end heap %+.1f MB, threads %+.0f, descriptors %+.0f",
                usage.size(),
                SEED,
                traffic.stream().map(SoakTraffic::summary).collect(Collectors.joining("; ")),
                Usage.HEAP.growth(usage) / (1 << 20),
                Usage.THREADS.growth(usage),
                Usage.DESCRIPTORS.growth(usage));
        LOG.info("{}", figures);
        String what = String.format(
                Locale.ROOT,
                "soak: broken promises in %d minutes at %,d decisions a second, a fault each %d s",
                LENGTH.toMinutes(),
                PER_SECOND,
                EVERY.toSeconds());
        new Figures(test).measured(what, "0", figures);
    }

    /** Has faults happen until the time is over. What is used is measured before each. */
    private static List<long[]> strike(List<SoakTarget> targets, List<SoakTraffic> traffic, Random random)
            throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        boolean unused = never.await(WARM_UP.toMillis(), TimeUnit.MILLISECONDS);
        List<long[]> usage = new ArrayList<>();
        long end = System.nanoTime() + LENGTH.minus(WARM_UP).toNanos();
        for (int number = 0; System.nanoTime() - end < 0; number++) {
            usage.add(Usage.now());
            SoakTraffic hit = traffic.get(number % targets.size());
            List<SoakTarget.Strike> strikes =
                    targets.get(number % targets.size()).faults().get();
            SoakTarget.Strike strike = strikes.get(random.nextInt(strikes.size()));
            LOG.info("{}: {}", targets.get(number % targets.size()).name(), strike.fault());
            long begin = System.nanoTime();
            hit.blockTheNext();
            if (strike.losesState()) {
                hit.stateMayBeLost();
            }
            strike.fault().strike().run();
            Await.that(strike.fault() + " to be there", RECOVERY, strike.fault().happened());
            unused |= never.await(EVERY.toMillis() / 3, TimeUnit.MILLISECONDS);
            strike.fault().heal().run();
            Await.that("an end of the outage by " + strike.fault(), RECOVERY, () -> !hit.isInOutage());
            unused |= never.await(EVERY.toMillis() / 6, TimeUnit.MILLISECONDS);
            Await.that("an end of outages after " + strike.fault(), RECOVERY, () -> !hit.isInOutage());
            hit.stateIsKept();
            hit.unblockTheNext();
            long rest = begin + EVERY.toNanos() - System.nanoTime();
            unused |= never.await(Math.max(0, rest), TimeUnit.NANOSECONDS);
        }
        return usage;
    }

    /** The controls: a storage that breaks a promise is found, on a machine that is never excused. */
    private static void assertFound(String sentence, SentinelStore store, RedisFault.Action meanwhile)
            throws Exception {
        try (store;
                SoakTraffic traffic = new SoakTraffic("control", store, 2_000, new StandStill())) {
            traffic.start();
            meanwhile.run();
            Await.that(
                    "a broken promise", () -> traffic.brokenPromises().stream().anyMatch(it -> it.contains(sentence)));
            traffic.end();
        }
    }

    private static MemoryStore memory() {
        return MemoryStore.builder().fingerprintKey(RedisHarness.KEY).build();
    }

    /** A storage whose every so-manieth evaluation is another one. */
    private static SentinelStore each(int nth, BiFunction<PreparedPlan, Facts, Answer> other) {
        AtomicLong number = new AtomicLong();
        return new ForwardingStore(memory()) {
            @Override
            public PreparedPlan prepare(Plan plan) {
                PreparedPlan prepared = super.prepare(plan);
                return facts ->
                        number.incrementAndGet() % nth == 0 ? other.apply(prepared, facts) : prepared.evaluate(facts);
            }
        };
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
        assertFound("5 were admitted within", twice, () -> {});
    }

    @Test
    void aBlockThatIsLostIsFound() throws Exception {
        MemoryStore store = memory();
        assertFound(
                "blocked-7 asked for /calm: expected BLOCKED",
                store,
                () -> store.admin()
                        .unblock(new Subject("blocked-7"))
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS));
    }

    /** Each hundredth decision takes longer than any may. */
    @Test
    void aStorageThatTakesTooLongIsFound() throws Exception {
        Executor late = CompletableFuture.delayedExecutor(
                SoakTraffic.LONGEST.plusMillis(100).toMillis(), TimeUnit.MILLISECONDS);
        SentinelStore slow = each(
                100,
                (plan, facts) -> new Pending(CompletableFuture.supplyAsync(
                        () -> plan.evaluate(facts)
                                .toStage()
                                .toCompletableFuture()
                                .join(),
                        late)));
        assertFound(" took ", slow, () -> {});
    }

    @Test
    void aStorageThatFailsIsFound() throws Exception {
        SentinelStore failing = each(
                100,
                (plan, facts) -> new Pending(CompletableFuture.failedFuture(new IllegalStateException("on purpose"))));
        assertFound("unavailable", failing, () -> {});
    }

    @Test
    void anOutageToldTwiceOrWithoutItsEndIsFound() throws Exception {
        try (MemoryStore store = memory();
                SoakTraffic traffic = new SoakTraffic("control", store, 100, new StandStill())) {
            StoreDegraded outage = new StoreDegraded(Instant.EPOCH, new IllegalStateException("on purpose"));
            traffic.heard(outage);
            traffic.heard(outage);
            traffic.heard(new Unblocked(Instant.EPOCH, new Subject("42"), "nobody", ""));
            traffic.end();
            assertThat(traffic.brokenPromises())
                    .anyMatch(it -> it.contains("told twice"))
                    .anyMatch(it -> it.contains("2 outages were told, and 0 ends of outages"))
                    .anyMatch(it -> it.contains("1 ends of blocks"));
        }
    }

    @Test
    void onlyTheTimeInWhichNothingRanIsExcused() {
        StandStill standStill = new StandStill();
        standStill.note(100, 200);
        standStill.note(300, 400);
        assertThat(standStill.nanosBetween(0, 100)).isZero();
        assertThat(standStill.nanosBetween(150, 350)).isEqualTo(100);
        assertThat(standStill.nanosBetween(0, 1_000)).isEqualTo(200);
    }

    /** Threads that are left behind, one after the other, a real one between any two measurements. */
    @Test
    void whatGrowsIsFound() {
        CountDownLatch end = new CountDownLatch(1);
        List<long[]> points = new ArrayList<>();
        try {
            for (int i = 0; i < 45; i++) {
                Thread left = new Thread(() -> {
                    try {
                        end.await();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                });
                left.setDaemon(true);
                left.start();
                points.add(new long[] {0, ManagementFactory.getThreadMXBean().getThreadCount(), 0});
            }
        } finally {
            end.countDown();
        }
        assertThat(Usage.grown(points)).singleElement().asString().contains("threads");
    }

    @Test
    void whatOnlySwingsIsNotFound() {
        List<long[]> points = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            points.add(new long[] {(i % 7) * (30L << 20), 50 + (i % 3) * 15, 100 + i % 3});
        }
        points.set(59, new long[] {1L << 40, 900, 900});
        assertThat(Usage.grown(points)).isEmpty();
    }
}
