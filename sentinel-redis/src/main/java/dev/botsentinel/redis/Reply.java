package dev.botsentinel.redis;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a script answered: the server's time, a code, and what belongs to the code.
 *
 * @param items all of it
 */
record Reply(List<?> items) {

    /** The call came too late, and nothing was done. */
    static final int LATE = 0;

    private static final int TIME = 0;
    private static final int CODE = 1;

    /** Where what belongs to the code starts. */
    static final int REST = 2;

    long serverMicros() {
        return number(TIME);
    }

    int code() {
        return (int) number(CODE);
    }

    int size() {
        return items.size();
    }

    long number(int index) {
        if (items.get(index) instanceof Long number) {
            return number;
        }
        throw unexpected();
    }

    /** An instant, or {@link Verdict#NEVER}. */
    long instantMicros(int index) {
        long micros = number(index);
        return micros >= Packed.NEVER ? Verdict.NEVER : micros;
    }

    /** Null if the script answered nil there. */
    byte @Nullable [] bytes(int index) {
        Object item = items.get(index);
        if (item == null || item instanceof byte[]) {
            return (byte[]) item;
        }
        throw unexpected();
    }

    private static StoreException unexpected() {
        return new StoreException("a script answered what it never does; is there something between here and Redis?");
    }
}
