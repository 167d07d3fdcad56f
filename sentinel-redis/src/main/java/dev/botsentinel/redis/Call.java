package dev.botsentinel.redis;

import java.util.List;

/**
 * A script to run.
 *
 * @param arguments what follows the first argument, which each attempt makes anew
 */
record Call(Script script, List<byte[]> keys, List<byte[]> arguments) {}
