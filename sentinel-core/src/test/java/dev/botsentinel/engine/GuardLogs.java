package dev.botsentinel.engine;

import dev.botsentinel.log.LoggedLines;
import dev.botsentinel.store.FingerprintKey;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** Logs of guards, for tests. */
public final class GuardLogs {

    public static final FingerprintKey KEY = FingerprintKey.ofHex("000102030405060708090a0b0c0d0e0f");

    private GuardLogs() {}

    /** One that nobody reads. */
    static GuardLog quiet() {
        return to(new LoggedLines());
    }

    /** One whose lines go there. */
    public static GuardLog to(LoggedLines lines) {
        return to(lines, NOPLogger.NOP_LOGGER);
    }

    /** One whose lines go there, and each denial elsewhere. */
    public static GuardLog to(LoggedLines lines, Logger eachDenial) {
        return new GuardLog(lines.log(), lines.log(), eachDenial, KEY, () -> Instant.EPOCH);
    }
}
