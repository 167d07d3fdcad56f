package dev.botsentinel.redis;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests that every Java has. */
final class Digests {

    private Digests() {}

    /** What Redis knows a script by. */
    static byte[] sha1(byte[] bytes) {
        return digest("SHA-1", bytes);
    }

    /** What stands for a text that is too long. */
    static byte[] sha256(byte[] bytes) {
        return digest("SHA-256", bytes);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm + ", without which there is no storage", e);
        }
    }
}
