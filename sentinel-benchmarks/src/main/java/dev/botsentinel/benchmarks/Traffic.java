package dev.botsentinel.benchmarks;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The updates of a scenario, made before the measurement, and their clock. Rounds in which every user sends one update:
 * users come in a random order, and in each round a thousand neighbours in another one. So no cache can guess who is next,
 * and yet all send equally much at an even pace, which keeps the share that is denied where it is meant to be, however
 * short the measurement. Texts have 40 characters; who sends one again does so long after the debounce window.
 */
@State(Scope.Benchmark)
public class Traffic {

    static final int ROUNDS = 4;
    private static final int LEAST_UPDATES = 4096;
    private static final int TEXTS = 4096;
    private static final int TEXT_LENGTH = 40;
    private static final int NEIGHBOURS = 1000;
    private static final int CHATS = 1000;
    private static final int SPREAD = 100;
    private static final long MICROS_PER_PERMIT = 3_000_000;
    private static final long FIRST_USER = 5_000_000_000L;

    @Param
    public Scenario scenario = Scenario.USERS;

    final VirtualTime time = new VirtualTime();
    BotUpdate[] updates = {};
    private final AtomicLong claimed = new AtomicLong();
    private final LongAdder allowed = new LongAdder();
    private final LongAdder denied = new LongAdder();

    @Setup(Level.Trial)
    public void makeUpdates() {
        Random random = new Random(42);
        String[] texts = new String[TEXTS];
        for (int i = 0; i < TEXTS; i++) {
            texts[i] = text(i, random);
        }
        int[] order = new int[scenario.users];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        updates = new BotUpdate[Math.max(LEAST_UPDATES, ROUNDS * scenario.users)];
        for (int i = 0; i < updates.length; i++) {
            int place = i % order.length;
            if (i == 0) {
                shuffle(order, 0, order.length, random);
            } else if (place % NEIGHBOURS == 0) {
                shuffle(order, place, Math.min(order.length, place + NEIGHBOURS), random);
            }
            updates[i] = new BotUpdate(userId(order[place]), -1_000_000 - order[place] % CHATS, texts[i % TEXTS]);
        }
    }

    /** Has all updates sent once, so that the measurement begins with caches filled and the share of denials settled. */
    void rehearse(Predicate<BotUpdate> guard) {
        for (BotUpdate update : updates) {
            time.advance(scenario.microsPerUpdate());
            boolean unused = guard.test(update);
        }
    }

    /**
     * Spends for every user, at times spread over a permit's 3 s: else all run dry in the same round, and the share of
     * denials swings.
     */
    void spendBeforehand(LongConsumer spend) {
        for (int i = 0; i < scenario.users; i++) {
            spend.accept(userId(i));
            if (i % SPREAD == 0) {
                time.advance(MICROS_PER_PERMIT * Math.min(SPREAD, scenario.users) / scenario.users);
            }
        }
        time.advance(MICROS_PER_PERMIT / 2);
    }

    static long userId(int index) {
        return FIRST_USER + index;
    }

    private static String text(int number, Random random) {
        StringBuilder text = new StringBuilder().append(number).append(' ');
        while (text.length() < TEXT_LENGTH) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private static void shuffle(int[] order, int from, int to, Random random) {
        for (int i = to - 1; i > from; i--) {
            int other = from + random.nextInt(i + 1 - from);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
    }

    /** Gives the caller the next updates, which it sends from now on; returns the place of the first. */
    int claim(int number) {
        time.advance(number * scenario.microsPerUpdate());
        return (int) (claimed.getAndAdd(number) % updates.length);
    }

    void count(long moreAllowed, long moreDenied) {
        allowed.add(moreAllowed);
        denied.add(moreDenied);
    }

    /** Fails the run if it was about another share of denials than it says. A single shot, as in tests, says nothing. */
    void checkDenied() {
        if (allowed.sum() + denied.sum() >= 10L * LEAST_UPDATES) {
            scenario.checkDenied(allowed.sum(), denied.sum());
        }
    }
}
