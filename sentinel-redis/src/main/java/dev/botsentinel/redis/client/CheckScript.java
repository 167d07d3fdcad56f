package dev.botsentinel.redis.client;

import java.util.List;
import java.util.function.Function;

/**
 * The script that checks a connection, see {@link ScriptClientBuilder#check}.
 *
 * @param keys by hash tag its keys, the last one for the marker
 */
record CheckScript(Script script, Function<String, List<byte[]>> keys) {}
