package dev.botsentinel.redis;

import java.util.function.BooleanSupplier;

/**
 * A fault of Redis, or of the network to it.
 *
 * @param name the name in the table of docs/failure-modes.md
 * @param strike starts it
 * @param happened whether it is there, according to the server, its process or the wire; asked while it lasts
 * @param heal ends it; returns when Redis could answer again
 */
record RedisFault(String name, Action strike, BooleanSupplier happened, Action heal) {

    interface Action {

        void run() throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
