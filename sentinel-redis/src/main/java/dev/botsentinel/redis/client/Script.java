package dev.botsentinel.redis.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A Lua script that follows the protocol of {@link ScriptClient}. Immutable. */
public final class Script {

    private final String text;
    private final String digest;

    /** A script with this source. */
    public Script(String text) {
        this.text = text;
        this.digest = sha1(text);
    }

    /** The source, as {@code EVAL} takes it. */
    public String text() {
        return text;
    }

    /** The SHA-1 of the source in hex, as {@code EVALSHA} takes it. */
    public String digest() {
        return digest;
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Redis identifies scripts by SHA-1, which this Java lacks", e);
        }
    }
}
