package dev.botsentinel.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in place of keys, so that a cell's state needs neither the text nor a pointer. A key has the same number as long
 * as anybody holds it; prepared plans do. A number is never given to another key. Bounded, because keys may come from
 * outside: of keys that no plan holds, the {@value #MOST} latest keep their numbers, and the state of others is forgotten.
 * Thread-safe; asked only when a plan is prepared and by administrators.
 */
final class KeyNumbers<K> {

    private static final int MOST = 1 << 17;

    /** Hold it as long as the key is of use. */
    record Assigned(int value) {}

    private final Cache<K, Assigned> all =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
    private final Cache<K, Assigned> recent =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
    private final AtomicLong given = new AtomicLong();

    /** The key's number. */
    Assigned of(K key) {
        return recent.get(key, same -> all.get(same, unknown -> next()));
    }

    /** The key that has the number, if it is still known. Looks at all. */
    @Nullable
    K key(int number) {
        for (var entry : all.asMap().entrySet()) {
            if (entry.getValue().value() == number) {
                return entry.getKey();
            }
        }
        return null;
    }

    private Assigned next() {
        long next = given.getAndIncrement();
        if (next > 0xFFFF_FFFFL) {
            throw new IllegalStateException("four billion different limits have been prepared; no numbers are left");
        }
        return new Assigned((int) next);
    }
}
