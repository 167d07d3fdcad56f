package dev.botsentinel.redis;

import java.util.function.BooleanSupplier;

/**
 * A fault of Redis, or of the way to it.
 *
 * @param name as the table of docs/failure-modes.md has it
 * @param strike begins it
 * @param happened the proof that it is there, from the server, its process or the wire: asked while it lasts
 * @param heal ends it; returns when Redis could answer again
 */
record Fault(String name, Action strike, BooleanSupplier happened, Action heal) {

    interface Action {

        void run() throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
