package dev.botsentinel.cli.attack;

import dev.botsentinel.Sentinel;
import dev.botsentinel.request.Request;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * Ordinary users: one of twenty sends something every tenth of a second, half of them in the group where the attacker is. They do
 * the same in every run. Not thread-safe.
 */
final class Bystanders {

    /**
     * What became of their updates.
     *
     * @param sent how many they sent
     * @param denied how many of them were denied
     */
    record Suffering(long sent, long denied) {}

    private static final int USERS = 20;
    private static final long FIRST_ID = 900_000_000L;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Random random = new Random(7);
    private final List<AttackTarget> targets;
    private final int most;
    private Instant next = Instant.MIN;
    private long sent;
    private long denied;

    /** @param most how many updates they send at most: an attacker who waits for a month mustn't take as long */
    Bystanders(List<AttackTarget> targets, int most) {
        this.targets = targets;
        this.most = most;
    }

    /** Has them send all that is due before an instant. */
    void sendUntil(Instant end, ManualTime time, Sentinel<Request> sentinel) {
        if (next.equals(Instant.MIN)) {
            next = time.instant().plus(PAUSE);
        }
        while (next.isBefore(end) && sent < most) {
            time.set(next);
            next = next.plus(PAUSE);
            denied += sentinel.check(request()).isAllowed() ? 0 : 1;
            sent++;
        }
    }

    private Request request() {
        long user = FIRST_ID + random.nextInt(USERS);
        AttackTarget target = targets.get(random.nextInt(targets.size()));
        return target.request()
                .subject(user)
                .chat(user % 2 == 0 ? Arena.GROUP : user)
                .updateId(FIRST_ID + sent)
                .text("as usual " + sent)
                .build();
    }

    Suffering suffering() {
        return new Suffering(sent, denied);
    }
}
