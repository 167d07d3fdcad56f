package dev.botsentinel.redis;

import java.util.List;

/**
 * A script to run.
 *
 * @param first what the first argument ends with, whose beginning each attempt makes anew
 * @param arguments what follows the first argument
 */
record Call(Script script, List<byte[]> keys, Packed first, List<byte[]> arguments) {

    Call(Script script, List<byte[]> keys, List<byte[]> arguments) {
        this(script, keys, new Packed(), arguments);
    }
}
