package dev.botsentinel.memory;

/** The numbers of one storage's limits: of their keys, and of the shapes of buckets. Thread-safe. */
record LimitNumbers(KeyNumbers<String> keys, KeyNumbers<TokenBucket.Shape> buckets) {

    LimitNumbers() {
        this(new KeyNumbers<>(), new KeyNumbers<>());
    }
}
