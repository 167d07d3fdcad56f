package dev.botsentinel.access;

import java.util.concurrent.Executor;

/** A resolver to which it matters where its parts run. */
interface PlacedResolver extends PrincipalResolver {

    /**
     * This resolver as a guard calls it.
     *
     * @param threads for what blocks
     * @param executor for what goes on after a stage that others complete
     */
    PrincipalResolver on(ResolverThreads threads, Executor executor);

    /** Any resolver as a guard calls it. */
    static PrincipalResolver place(PrincipalResolver resolver, ResolverThreads threads, Executor executor) {
        return resolver instanceof PlacedResolver placed ? placed.on(threads, executor) : resolver;
    }
}
