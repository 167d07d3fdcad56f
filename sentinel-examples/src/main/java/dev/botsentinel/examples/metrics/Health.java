package dev.botsentinel.examples.metrics;

import java.util.Locale;

/**
 * How the bot fares, as an orchestrator and a load balancer ask. Degraded is ready: instances share the storage, so taking
 * out whoever lacks it takes out all of them at once, while a degraded guard still decides. And it is alive: a restart
 * brings no storage back, and forgets the blocks that this instance knows.
 */
enum Health {
    STARTING(false, true, "the bot asks for no updates yet"),
    UP(true, true, "all is well"),
    DEGRADED(true, true, "the shared storage is out of reach, this instance decides by what it knows"),
    STOPPING(false, true, "the bot is being stopped"),
    DEAD(false, false, "the loop that feeds the bot has ended, only a restart helps");

    private final boolean ready;
    private final boolean alive;
    private final String reason;

    Health(boolean ready, boolean alive, String reason) {
        this.ready = ready;
        this.alive = alive;
        this.reason = reason;
    }

    /** Whether updates should be sent here. */
    boolean ready() {
        return ready;
    }

    /** Whether the process should be left running. */
    boolean alive() {
        return alive;
    }

    /** An object of JSON: the status in a word, and why. */
    String json() {
        return String.format(
                Locale.ROOT, "{\"status\":\"%s\",\"reason\":\"%s\"}%n", name().toLowerCase(Locale.ROOT), reason);
    }
}
