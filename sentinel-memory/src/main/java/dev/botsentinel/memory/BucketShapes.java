package dev.botsentinel.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.botsentinel.policy.RateLimit;

/**
 * One {@link BucketShape} for all buckets of one shape. Bounded, because limits may come from outside; a shape that was
 * dropped lives on in its buckets. Thread-safe; asked only when a bucket is made.
 */
final class BucketShapes {

    private static final int MOST = 1000;

    private record Key(int permits, long perMicros, int burst) {}

    private final Cache<Key, BucketShape> shapes =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    BucketShape shape(RateLimit limit) {
        Key key = new Key(limit.permits(), limit.perMicros(), limit.burst());
        return shapes.get(key, any -> new BucketShape(limit));
    }
}
