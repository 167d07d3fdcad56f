package dev.botsentinel.examples.metrics;

import java.time.InstantSource;
import java.time.ZoneOffset;

/** What goes wrong in a day, if it is asked for, so that there is something to see: each has an hour of its own. */
record Trouble(boolean wanted, InstantSource clock) {

    private static final int STORAGE = 10;
    private static final int RESOLVER = 15;
    private static final int HANDLER = 18;

    boolean withStorage() {
        return isNow(STORAGE);
    }

    void withResolver() {
        if (isNow(RESOLVER)) {
            throw new IllegalStateException("the user database is out of reach");
        }
    }

    void withHandler() {
        if (isNow(HANDLER)) {
            throw new IllegalStateException("the shop's stock is out of reach");
        }
    }

    private boolean isNow(int hour) {
        return wanted && clock.instant().atOffset(ZoneOffset.UTC).getHour() == hour;
    }
}
