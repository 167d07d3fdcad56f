package dev.botsentinel.bucket4j;

/**
 * What a bucket says of a cost. Immutable.
 *
 * @param passes whether it has the cost
 * @param remaining the whole permits left: after the cost if it passes
 * @param waitMicros how long until it has the cost, if nobody else takes from it; 0 if it passes
 */
record BucketLook(boolean passes, long remaining, long waitMicros) {}
