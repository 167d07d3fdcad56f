package dev.botsentinel.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names ids by the first 128 bits of their HMAC-SHA-256: the same id has the same name wherever the key is the same, and
 * whoever lacks the key can't tell the id, though ids are few enough to try them all. Costs about a microsecond. Thread-safe.
 */
public final class IdHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;

    /** Keeps these hashes apart from others that are made with the same key. */
    private static final byte[] PURPOSE = "dev.botsentinel.audit:".getBytes(StandardCharsets.US_ASCII);

    private final SecretKeySpec key;

    /** Names by this key. */
    public IdHash(FingerprintKey key) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        this.key = new SecretKeySpec(bytes.putLong(key.k0()).putLong(key.k1()).array(), ALGORITHM);
    }

    /** The name of the id: 32 hexadecimal digits. */
    public String of(String id) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(PURPOSE);
            mac.update(bytes(id));
            return HexFormat.of().formatHex(mac.doFinal(), 0, BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    /** Both bytes of each character: an encoder would write one and the same for all halves of surrogate pairs. */
    private static byte[] bytes(String id) {
        ByteBuffer bytes = ByteBuffer.allocate(id.length() * Character.BYTES);
        bytes.asCharBuffer().put(id);
        return bytes.array();
    }
}
