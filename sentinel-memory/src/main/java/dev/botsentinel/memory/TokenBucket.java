package dev.botsentinel.memory;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.RateLimit;
import io.github.bucket4j.BucketState;

/**
 * A token bucket, counted by Bucket4j's {@link BucketState} without its locks. The bucket has a clock of its own, which
 * is turned by the time that passed or, if that is less, by what fills the bucket: so nothing overflows however long an
 * owner was away (see {@link BucketShape}). A changed limit has another shape, and its bucket starts full.
 *
 * <p>Only spending turns the clock. Asking computes from what was there when it was last turned: no copy is made, and a
 * denial leaves nothing behind.
 */
final class TokenBucket extends LimitState {

    private final BucketShape shape;
    private BucketState state;
    private long clockMicros;
    private long filledAtMicros;

    TokenBucket(String key, BucketShape shape) {
        super(key);
        this.shape = shape;
        this.state = shape.full();
        this.filledAtMicros = Long.MIN_VALUE;
    }

    @Override
    boolean fits(RateLimit limit) {
        return limit.algorithm() == Algorithm.TOKEN_BUCKET && shape.isOf(limit);
    }

    @Override
    long available(RateLimit limit, long atMicros) {
        return isFull(atMicros) ? shape.capacity() : shape.level(state, atMicros - filledAtMicros);
    }

    @Override
    long readyAt(RateLimit limit, long atMicros) {
        return filledAtMicros + shape.waitMicros(state, limit.cost());
    }

    @Override
    void take(RateLimit limit, long atMicros) {
        clockMicros = clockAt(atMicros);
        filledAtMicros = atMicros;
        state.refillAllBandwidth(clockMicros * shape.ticksPerMicro);
        if (clockMicros > shape.lastReadingMicros) {
            startClockAnew();
        }
        state.consume(limit.cost());
    }

    /** Poured in at the bucket's own time: an administrator turns no clock, and full is full at any time. */
    @Override
    int giveBack(RateLimit limit, int permits, long atMicros) {
        int back = (int) Math.min(permits, shape.capacity() - available(limit, atMicros));
        state.addTokens(back);
        return back;
    }

    @Override
    long endMicros() {
        return filledAtMicros + shape.waitMicros(state, shape.capacity());
    }

    private boolean isFull(long atMicros) {
        return filledAtMicros == Long.MIN_VALUE || atMicros - filledAtMicros >= shape.toFullMicros;
    }

    private long clockAt(long atMicros) {
        return clockMicros + (isFull(atMicros) ? shape.toFullMicros : atMicros - filledAtMicros);
    }

    /** Only limits of thousands of permits per microsecond ever come here; it costs them less than one permit. */
    private void startClockAnew() {
        long spent = shape.capacity() - state.getAvailableTokens();
        state = shape.full();
        state.consume(spent);
        clockMicros = 0;
    }
}
