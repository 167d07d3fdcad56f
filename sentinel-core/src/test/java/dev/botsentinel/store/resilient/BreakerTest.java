package dev.botsentinel.store.resilient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long SECOND = 1_000_000;

    private final TurnedTime time = new TurnedTime();
    private final Breaker breaker = new Breaker(time);

    @Test
    void fiveFailuresInARowOpenIt() {
        for (int i = 1; i <= 4; i++) {
            assertThat(breaker.failed(breaker.pass())).isFalse();
        }
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.failed(breaker.pass())).isTrue();
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.pass()).isEqualTo(Breaker.REFUSED);
    }

    @Test
    void aSuccessEndsTheRow() {
        for (int i = 0; i < 2; i++) {
            fail(4);
            breaker.succeeded(breaker.pass());
        }
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void halfOfTheLastTwentyOpenIt() {
        for (int i = 1; i <= 9; i++) {
            fail(1);
            breaker.succeeded(breaker.pass());
        }
        assertThat(breaker.isOpen()).isFalse();
        fail(1);
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void fewerThanHalfOfTheLastTwentyNeverOpenIt() {
        for (int i = 0; i < 1000; i++) {
            fail(1);
            breaker.succeeded(breaker.pass());
            breaker.succeeded(breaker.pass());
        }
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void aProbeIsLetPassEachSecondAndNotAMicrosecondEarlier() {
        fail(5);
        time.advance(SECOND - 1);
        assertThat(breaker.pass()).isEqualTo(Breaker.REFUSED);
        time.advance(1);
        assertThat(breaker.pass()).isPositive();
        assertThat(breaker.pass()).isEqualTo(Breaker.REFUSED);
        time.advance(SECOND - 1);
        assertThat(breaker.pass()).isEqualTo(Breaker.REFUSED);
        time.advance(1);
        assertThat(breaker.pass()).isPositive();
    }

    @Test
    void aProbeThatSucceedsClosesItAndOneThatFailsDoesNot() {
        fail(5);
        time.advance(SECOND);
        assertThat(breaker.failed(breaker.pass())).isFalse();
        assertThat(breaker.isOpen()).isTrue();
        time.advance(SECOND);
        assertThat(breaker.succeeded(breaker.pass())).isTrue();
        assertThat(breaker.isOpen()).isFalse();
        fail(4);
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void aCallFromBeforeTheOpeningProvesNothing() {
        long early = breaker.pass();
        fail(5);
        assertThat(breaker.succeeded(early)).isFalse();
        assertThat(breaker.isOpen()).isTrue();
        time.advance(SECOND);
        breaker.succeeded(breaker.pass());
        for (int i = 0; i < 100; i++) {
            assertThat(breaker.failed(early)).isFalse();
        }
        assertThat(breaker.isOpen()).isFalse();
    }

    /** This thread holds the lock all the while; who needs it would wait for ever. */
    @Test
    void whileAllGoesWellNobodyTakesTheLock() throws Exception {
        fail(4);
        for (int i = 0; i < Breaker.WINDOW; i++) {
            breaker.succeeded(breaker.pass());
        }
        synchronized (breaker) {
            CompletableFuture<Boolean> closes = CompletableFuture.supplyAsync(() -> breaker.succeeded(breaker.pass()));
            assertThat(closes.get(30, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void ofManyThreadsOneOpensItOneProbesAndOneClosesIt() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 200; round++) {
                assertThat(together(pool, threads, () -> {
                            boolean opened = false;
                            for (int i = 0; i < Breaker.IN_A_ROW; i++) {
                                opened |= breaker.failed(breaker.pass());
                            }
                            return opened;
                        }))
                        .isEqualTo(1);
                assertThat(breaker.isOpen()).isTrue();
                time.advance(SECOND);
                assertThat(together(pool, threads, () -> {
                            long call = breaker.pass();
                            return call != Breaker.REFUSED && breaker.succeeded(call);
                        }))
                        .isEqualTo(1);
                assertThat(breaker.isOpen()).isFalse();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** How many threads say true to what all do at once. */
    private static long together(ExecutorService pool, int threads, Callable<Boolean> all) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<Boolean>> said = pool.invokeAll(Collections.nCopies(threads, () -> {
            start.await(30, TimeUnit.SECONDS);
            return all.call();
        }));
        long yes = 0;
        for (Future<Boolean> one : said) {
            yes += one.get() ? 1 : 0;
        }
        return yes;
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(breaker.pass());
        }
    }

    /** Each number is a step: calls begin, come back well or badly in any order, and time passes. */
    @Property
    void doesAsItsDefinitionSays(@ForAll @Size(max = 300) List<@IntRange(max = 9) Integer> steps) {
        TurnedTime clock = new TurnedTime();
        Breaker tested = new Breaker(clock);
        Model model = new Model(clock);
        Deque<Call> underWay = new ArrayDeque<>();
        List<Long> probes = new ArrayList<>();
        for (int step : steps) {
            if (step <= 3) {
                boolean open = tested.isOpen();
                Call call = new Call(tested.pass(), model.pass());
                assertThat(call.ticket == Breaker.REFUSED).isEqualTo(call.kind == Kind.REFUSED);
                if (call.kind != Kind.REFUSED) {
                    underWay.add(call);
                }
                if (open && call.kind != Kind.REFUSED) {
                    probes.add(clock.micros());
                }
            } else if (step <= 8 && !underWay.isEmpty()) {
                Call call = step % 2 == 0 ? underWay.removeFirst() : underWay.removeLast();
                if (step == 8) {
                    assertThat(tested.succeeded(call.ticket)).isEqualTo(model.succeeded(call));
                } else {
                    assertThat(tested.failed(call.ticket)).isEqualTo(model.failed(call));
                }
            } else {
                clock.advance(300_000);
            }
            assertThat(tested.isOpen()).isEqualTo(model.open);
        }
        for (int i = 1; i < probes.size(); i++) {
            assertThat(probes.get(i) - probes.get(i - 1)).isGreaterThanOrEqualTo(SECOND);
        }
    }

    private enum Kind {
        REFUSED,
        CALL,
        PROBE
    }

    /** @param period how often the model had opened or closed when the call began */
    private record Begun(Kind kind, int period) {}

    private static final class Call {
        final long ticket;
        final Kind kind;
        final int period;

        Call(long ticket, Begun begun) {
            this.ticket = ticket;
            this.kind = begun.kind;
            this.period = begun.period;
        }
    }

    /** The same in plain words: a list of outcomes, and periods told apart by a number. */
    private static final class Model {
        private final TurnedTime clock;
        private final List<Boolean> failures = new ArrayList<>();
        private boolean open;
        private int period;
        private long lastProbe;

        Model(TurnedTime clock) {
            this.clock = clock;
        }

        Begun pass() {
            if (!open) {
                return new Begun(Kind.CALL, period);
            }
            if (clock.micros() - lastProbe < SECOND) {
                return new Begun(Kind.REFUSED, period);
            }
            lastProbe = clock.micros();
            return new Begun(Kind.PROBE, period);
        }

        boolean succeeded(Call call) {
            if (call.period != period) {
                return false;
            }
            if (!open) {
                failures.add(false);
                return false;
            }
            open = false;
            period++;
            failures.clear();
            return true;
        }

        boolean failed(Call call) {
            if (call.period != period || open) {
                return false;
            }
            failures.add(true);
            List<Boolean> latest = failures.subList(Math.max(0, failures.size() - 20), failures.size());
            List<Boolean> row = failures.subList(Math.max(0, failures.size() - 5), failures.size());
            boolean opens =
                    latest.stream().filter(failed -> failed).count() >= 10 || (row.size() == 5 && !row.contains(false));
            if (opens) {
                open = true;
                period++;
                lastProbe = clock.micros();
            }
            return opens;
        }
    }
}
