package dev.botsentinel.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret 128-bit key of content fingerprints. Instances that share a storage need the same one; without it nobody
 * can tell from a fingerprint what was sent. Never prints itself. Immutable.
 */
public final class FingerprintKey {

    private static final int BYTES = 16;

    private final long k0;
    private final long k1;

    private FingerprintKey(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.k0 = buffer.getLong();
        this.k1 = buffer.getLong();
    }

    /** A key from the system's secure random source. */
    public static FingerprintKey random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new FingerprintKey(bytes);
    }

    /**
     * The key with these 16 bytes, written as 32 hexadecimal digits ({@code openssl rand -hex 16} makes one).
     *
     * @throws IllegalArgumentException if the text is anything else; the message doesn't repeat it
     */
    public static FingerprintKey ofHex(String hex) {
        if (!hex.matches("[0-9a-fA-F]{32}")) {
            throw new IllegalArgumentException("a fingerprint key has 32 hexadecimal digits, this text has "
                    + hex.length() + " characters; make one with: openssl rand -hex 16");
        }
        return new FingerprintKey(HexFormat.of().parseHex(hex));
    }

    /** The first 8 bytes, little-endian. */
    public long k0() {
        return k0;
    }

    /** The last 8 bytes, little-endian. */
    public long k1() {
        return k1;
    }

    @Override
    public String toString() {
        return "FingerprintKey[secret]";
    }
}
