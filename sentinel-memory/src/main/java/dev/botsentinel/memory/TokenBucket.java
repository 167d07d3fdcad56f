package dev.botsentinel.memory;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;
import java.math.BigInteger;

/**
 * A token bucket, exact in integers. Immutable.
 */
/*
 * Units. `permits per per` is reduced by the greatest common divisor to `tokens` per `micros`. A permit is `micros` units,
 * and a microsecond brings `tokens` units. RateLimit ensures burst × micros < 2^53 and permits < 2^31, so every sum here
 * stays below 2^54: nothing overflows and nothing is rounded but waits, up to the microsecond.
 *
 * State. The instant at which the bucket is full, and by how many units it would then run over: what is missing at an
 * instant t before is (full − t) × tokens − over. A line, so asking, spending and giving back never turn a clock, and an
 * owner who was away for centuries has a full bucket without a product that overflows. `over` is less than `tokens` and
 * shares a long with the number of the bucket's shape: a changed limit has another shape, and its bucket starts full.
 *
 * Bucket4j is the oracle of the tests, not the arithmetic: docs/decisions/0010-token-bucket.md says why.
 */
final class TokenBucket extends LimitCounter {

    private static final int SHAPE_AND_OVER = VERSION;
    private static final int FULL_AT = 2;
    private static final int LENGTH = 3;
    private static final int SHAPE_SHIFT = 32;
    private static final long OVER = 0xFFFF_FFFFL;

    /** What makes a bucket another one. */
    record Shape(int permits, long perMicros, int burst) {

        /** How long it takes to fill the empty bucket. */
        long spanMicros() {
            long divisor = divisor();
            long units = burst * (perMicros / divisor);
            return -Math.floorDiv(-units, permits / divisor);
        }

        private long divisor() {
            return BigInteger.valueOf(permits)
                    .gcd(BigInteger.valueOf(perMicros))
                    .longValueExact();
        }
    }

    /** Held so that the shape keeps its number. */
    final KeyNumbers.Assigned<Shape> shape;

    private final long shapeBits;
    private final long tokens;
    private final long micros;
    private final long capacity;

    TokenBucket(AppliedLimit applied, KeyNumbers.Assigned<String> number, KeyNumbers<Shape> shapes) {
        this(applied, number, shapes.of(shape(applied.limit())));
    }

    private TokenBucket(AppliedLimit applied, KeyNumbers.Assigned<String> number, KeyNumbers.Assigned<Shape> shape) {
        super(applied, number, Sections.TOKEN_BUCKET, (long) shape.value() << SHAPE_SHIFT, ~OVER);
        RateLimit limit = applied.limit();
        this.shape = shape;
        this.shapeBits = (long) shape.value() << SHAPE_SHIFT;
        long divisor = shape.key().divisor();
        this.tokens = limit.permits() / divisor;
        this.micros = limit.perMicros() / divisor;
        this.capacity = burst * micros;
    }

    private static Shape shape(RateLimit limit) {
        return new Shape(limit.permits(), limit.perMicros(), limit.burst());
    }

    @Override
    int findStart(long[] data) {
        return find(data);
    }

    @Override
    long spanMicros() {
        return shape.key().spanMicros();
    }

    @Override
    long available(long[] data, int section, long atMicros) {
        return (capacity - missing(data, section, atMicros)) / micros;
    }

    @Override
    long readyAt(long[] data, int section, long atMicros) {
        long mayBeMissing = capacity - cost * micros;
        return data[section + FULL_AT] - (mayBeMissing + (data[section + SHAPE_AND_OVER] & OVER)) / tokens;
    }

    @Override
    long[] spend(long[] data, int section, int available, long atMicros) {
        if (section == NO_SECTION) {
            long[] room = Sections.append(data, tag, LENGTH, atMicros);
            fill(room, room.length - LENGTH, atMicros, cost * micros);
            return room;
        }
        fill(data, section, atMicros, missing(data, section, atMicros) + cost * micros);
        return data;
    }

    /** Poured in as if it had always been there: it may fill the bucket for instants that have passed, too. */
    @Override
    int giveBack(long[] data, int section, int permits, long atMicros) {
        int back = (int) Math.min(permits, burst - available(data, section, atMicros));
        if (back > 0) {
            fill(data, section, atMicros, missing(data, section, atMicros) - back * micros);
        }
        return back;
    }

    static long endMicros(long[] data, int section) {
        return data[section + FULL_AT];
    }

    // Of another version, see LimitVersion

    static int shapeNumber(long[] data, int section) {
        return (int) (data[section + SHAPE_AND_OVER] >>> SHAPE_SHIFT);
    }

    /** A part of a permit counts as one. */
    static long spent(long[] data, Shape shape, long atMicros) {
        return -Math.floorDiv(-missing(data, shape, atMicros), shape.perMicros / shape.divisor());
    }

    /** A bucket never holds less than nothing. */
    static void charge(long[] data, Shape shape, long permits, long atMicros) {
        long unit = shape.perMicros / shape.divisor();
        long tokens = shape.permits / shape.divisor();
        long charged = missing(data, shape, atMicros) + Math.min(permits, shape.burst) * unit;
        long missing = Math.min(charged, shape.burst * unit);
        long wait = -Math.floorDiv(-missing, tokens);
        data[FULL_AT] = atMicros + wait;
        data[SHAPE_AND_OVER] = (data[SHAPE_AND_OVER] & ~OVER) | (wait * tokens - missing);
    }

    private static long missing(long[] data, Shape shape, long atMicros) {
        return data[FULL_AT] <= atMicros
                ? 0
                : (data[FULL_AT] - atMicros) * (shape.permits / shape.divisor()) - (data[SHAPE_AND_OVER] & OVER);
    }

    static void moveBack(long[] data, int section, long micros) {
        data[section + FULL_AT] -= micros;
    }

    /** The missing units; none of a bucket that is full. */
    private long missing(long[] data, int section, long atMicros) {
        long fullAt = data[section + FULL_AT];
        return fullAt <= atMicros ? 0 : (fullAt - atMicros) * tokens - (data[section + SHAPE_AND_OVER] & OVER);
    }

    /** So many units are missing; below zero they run over. */
    private void fill(long[] data, int section, long atMicros, long missing) {
        long wait = -Math.floorDiv(-missing, tokens);
        data[section + FULL_AT] = atMicros + wait;
        data[section + SHAPE_AND_OVER] = shapeBits | (wait * tokens - missing);
    }
}
