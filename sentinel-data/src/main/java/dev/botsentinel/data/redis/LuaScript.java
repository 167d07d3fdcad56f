package dev.botsentinel.data.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** A script that answers a number: called by its hash, loaded when the server doesn't know it. */
final class LuaScript {

    private final byte[] text;

    LuaScript(String file) {
        try (InputStream in = Objects.requireNonNull(LuaScript.class.getResourceAsStream(file), file)) {
            this.text = in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    long call(RedisCommands<String, byte[]> redis, List<String> keys, List<byte[]> arguments) {
        String[] allKeys = keys.toArray(String[]::new);
        byte[][] all = arguments.toArray(byte[][]::new);
        String hash = redis.digest(text);
        try {
            Long answer = redis.evalsha(hash, ScriptOutputType.INTEGER, allKeys, all);
            return answer;
        } catch (RedisNoScriptException unknown) {
            Long answer = redis.eval(text, ScriptOutputType.INTEGER, allKeys, all);
            return answer;
        }
    }

    static byte[] argument(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
