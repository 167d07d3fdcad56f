package dev.botsentinel.bucket4j;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;

/**
 * A step of a plan whose limit lives in Bucket4j. Immutable.
 *
 * @param index its place in the plan
 */
record BucketStep(int index, LimitBuckets<?> buckets) {

    boolean isShadow() {
        return limit().limit().mode() == Mode.SHADOW;
    }

    AppliedLimit limit() {
        return buckets.limit();
    }
}
