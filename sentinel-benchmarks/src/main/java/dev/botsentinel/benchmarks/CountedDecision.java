package dev.botsentinel.benchmarks;

import dev.botsentinel.decision.Decision;
import java.io.IOException;
import java.util.concurrent.Callable;

/** The whole chain for the next update of {@link Scenario#USERS}, as {@link CallCount} counts it. */
final class CountedDecision implements Callable<String>, Runnable {

    static final String ALLOWED = "allowed";
    static final String DENIED = "denied";

    /** With {@link CallCount}'s number of recordings, half a minute of the traffic. */
    private static final int IN_BETWEEN = 5_000;

    private final Traffic traffic = new Traffic();
    private final Guard guard = new Guard();

    CountedDecision() throws IOException {
        traffic.makeUpdates();
        guard.build(traffic);
    }

    /** Decisions in between, so that what each user's cell does once per some seconds is met as often as it happens. */
    @Override
    public void run() {
        for (int i = 0; i < IN_BETWEEN; i++) {
            Decision unused = next();
        }
    }

    @Override
    public String call() {
        Decision decision = next();
        return decision instanceof Decision.Allowed ? ALLOWED : DENIED; // isAllowed() would be counted
    }

    private Decision next() {
        return guard.sentinel.check(traffic.updates[traffic.claim(1)]);
    }
}
