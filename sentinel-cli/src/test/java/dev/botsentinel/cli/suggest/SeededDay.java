package dev.botsentinel.cli.suggest;

import dev.botsentinel.request.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A day of a bot: users who differ a lot in how much they do (log-normally, as people do), who come a few times a day and then
 * do several things after each other; and, if asked for, floods among them.
 */
final class SeededDay {

    /** What somebody did. */
    record Done(long atMicros, String user, String action) {}

    private static final List<String> ACTIONS = List.of("message", "callback:page", "/pay", "/help");
    private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1000;
    private static final long START_MICROS = 1_767_225_600_000_000L;

    private final Random random;
    private final List<Done> done = new ArrayList<>();

    SeededDay(long seed) {
        this.random = new Random(seed);
    }

    SeededDay users(int users) {
        for (int user = 0; user < users; user++) {
            double busy = Math.exp(0.5 * random.nextGaussian());
            int visits = 1 + (int) (2 * busy * random.nextDouble());
            for (int visit = 0; visit < visits; visit++) {
                visit("u" + user, busy);
            }
        }
        return this;
    }

    private void visit(String user, double busy) {
        long at = START_MICROS + (long) (random.nextDouble() * DAY_MICROS);
        int acts = 1 + (int) (6 * busy * random.nextDouble());
        for (int act = 0; act < acts; act++) {
            done.add(new Done(at, user, ACTIONS.get((int) (ACTIONS.size() * Math.pow(random.nextDouble(), 2)))));
            at += 1_000_000 + (long) (random.nextDouble() * 20_000_000 / busy);
        }
    }

    /** A handful of floods, from a button that is hammered for ten seconds to a script that runs for ten minutes. */
    SeededDay floods(int floods, long seed) {
        Random flood = new Random(seed);
        for (int i = 0; i < floods; i++) {
            long at = START_MICROS + (long) (flood.nextDouble() * DAY_MICROS);
            double perSecond = 5 + 45 * flood.nextDouble();
            double seconds = 10 + 590 * Math.pow(flood.nextDouble(), 3);
            String action = ACTIONS.get(flood.nextInt(ACTIONS.size()));
            for (int n = 0; n < perSecond * seconds; n++) {
                done.add(new Done(at + (long) (n * 1_000_000 / perSecond), "flood" + i, action));
            }
        }
        return this;
    }

    RecordedTraffic traffic() {
        RecordedTraffic traffic = new RecordedTraffic();
        inOrder()
                .forEach(it -> traffic.add(
                        Request.builder(it.action).subject(it.user).chat("1").build(), it.atMicros));
        return traffic;
    }

    List<Done> inOrder() {
        return done.stream().sorted(Comparator.comparingLong(Done::atMicros)).toList();
    }
}
