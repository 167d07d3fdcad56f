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
    record Assigned<K>(int value, K key) {}

    private final Cache<K, Assigned<K>> all =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
    private final Cache<Integer, Assigned<K>> byNumber =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
    private final Cache<K, Assigned<K>> recent =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
    private final AtomicLong given = new AtomicLong();

    /** The key's number. */
    Assigned<K> of(K key) {
        return recent.get(key, same -> all.get(same, unknown -> next(same)));
    }

    /** The key that has the number; null if it is no longer known. */
    @Nullable
    Assigned<K> assigned(int number) {
        return byNumber.getIfPresent(number);
    }

    private Assigned<K> next(K key) {
        long next = given.getAndIncrement();
        if (next > 0xFFFF_FFFFL) {
            throw new IllegalStateException("four billion different limits have been prepared; no numbers are left");
        }
        Assigned<K> assigned = new Assigned<>((int) next, key);
        byNumber.put(assigned.value(), assigned);
        return assigned;
    }
}
