package dev.botsentinel.benchmarks;

import dev.botsentinel.decision.Decision;
import java.io.IOException;
import java.util.concurrent.Callable;

/** The whole chain for the next update of {@link Scenario#USERS}, as {@link CallCount} counts it. */
final class CountedDecision implements Callable<String> {

    static final String ALLOWED = "allowed";
    static final String DENIED = "denied";

    private final Traffic traffic = new Traffic();
    private final Guard guard = new Guard();

    CountedDecision() throws IOException {
        traffic.makeUpdates();
        guard.build(traffic);
    }

    @Override
    public String call() {
        Decision decision = guard.sentinel.check(traffic.updates[traffic.claim(1)]);
        return decision instanceof Decision.Allowed ? ALLOWED : DENIED; // isAllowed() would be counted
    }
}
