package dev.botsentinel.webhook;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;

/** A public key as RFC 8032 writes it: y in 32 bytes, the lowest first, with x's sign in the last bit. */
final class Ed25519Key {

    private static final String ALGORITHM = "Ed25519";
    private static final int BYTES = 32;

    private final PublicKey key;

    private Ed25519Key(PublicKey key) {
        this.key = key;
    }

    static Ed25519Key parse(String hex) {
        try {
            byte[] encoded = HexFormat.of().parseHex(hex);
            if (encoded.length != BYTES) {
                throw new IllegalArgumentException(encoded.length + " bytes");
            }
            byte[] highestFirst = new byte[BYTES];
            for (int i = 0; i < BYTES; i++) {
                highestFirst[i] = encoded[BYTES - 1 - i];
            }
            boolean oddX = (highestFirst[0] & 0x80) != 0;
            highestFirst[0] &= 0x7F;
            EdECPoint point = new EdECPoint(oddX, new BigInteger(1, highestFirst));
            PublicKey key = KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
            Ed25519Key parsed = new Ed25519Key(key);
            parsed.started(); // a point that isn't on the curve is noticed here, not at the first request
            return parsed;
        } catch (IllegalArgumentException | GeneralSecurityException noKey) {
            throw new IllegalArgumentException(
                    "the public key is none; expected 64 hexadecimal digits, as Discord's developer portal shows them",
                    noKey);
        }
    }

    /** Whether the signature, 64 bytes, is of these parts one after the other. */
    boolean verifies(byte[] signature, byte[]... parts) {
        try {
            Signature verifier = started();
            for (byte[] part : parts) {
                verifier.update(part);
            }
            return verifier.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK from 15 on has " + ALGORITHM, impossible);
        }
    }

    private Signature started() throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(ALGORITHM);
        verifier.initVerify(key);
        return verifier;
    }
}
