package dev.botsentinel.adapter.tests;

import dev.botsentinel.Sentinel;
import java.util.function.Consumer;

/**
 * The platform's own loop with a guarded handler in it: the library's dispatcher, a webhook's server.
 *
 * @param <U> the platform's update type
 */
@FunctionalInterface
public interface Delivery<U> {

    /**
     * Hands an update to the loop and returns when the handler has run, if it is to run.
     *
     * @param sentinel the guard, to be put in front of the handler as the adapter does it
     * @param handler the bot's
     * @return whether the platform has its answer: a webhook's 200, an acknowledged interaction; true where it expects none
     * @throws Exception if the loop has ended, or the exception of a handler has reached the platform's library
     */
    boolean deliver(Sentinel<U> sentinel, Consumer<U> handler, U update) throws Exception;
}
