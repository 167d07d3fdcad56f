package dev.botsentinel.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Where decisions go on that a storage or a resolver completed on a thread of its own, unless the builder names an executor.
 *
 * <p>The common pool, save on a machine of one or two cores. There it has one thread at most, and {@code CompletableFuture} takes a
 * new thread per task in its place: 2,000 threads a second at 2,000 decisions a second. A pool of {@value #THREADS} stands in, whose
 * threads are daemons and end when idle for a minute.
 */
public final class Continuations {

    private static final int THREADS = 4;

    private Continuations() {}

    private static final class Small {
        static final Executor POOL = new ForkJoinPool(THREADS);
    }

    /** The executor to use by default. */
    public static Executor executor() {
        return executor(ForkJoinPool.getCommonPoolParallelism());
    }

    static Executor executor(int commonParallelism) {
        return commonParallelism > 1 ? ForkJoinPool.commonPool() : Small.POOL;
    }
}
