package dev.botsentinel.benchmarks;

/** What the peers have in common: Sentinel's token bucket, one per user, in a cache that holds all of them. */
final class Peers {

    static final int PERMITS = 20;
    static final int BURST = 30;
    static final long PERIOD_SECONDS = 60;
    static final long MAXIMUM_SIZE = 400_000;

    private Peers() {}
}
