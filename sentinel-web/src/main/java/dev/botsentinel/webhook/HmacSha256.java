package dev.botsentinel.webhook;

import dev.botsentinel.secret.AcceptedSecrets;
import dev.botsentinel.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Compares a signature that was sent with what each valid secret gives. */
final class HmacSha256 {

    private static final String ALGORITHM = "HmacSHA256";

    /** How a signature is written. Only its one usual form matches, so that no other spelling of it passes. */
    enum Spelling {
        HEX(64),
        BASE64(44);

        final int length;

        Spelling(int length) {
            this.length = length;
        }

        private String of(byte[] signature) {
            return this == HEX
                    ? HexFormat.of().formatHex(signature)
                    : Base64.getEncoder().encodeToString(signature);
        }
    }

    private HmacSha256() {}

    /** Whether one of the secrets signs these parts, one after the other, so. All are tried, whichever matches. */
    static boolean matches(AcceptedSecrets secrets, Spelling spelling, String signature, byte[]... parts) {
        byte[] given = signature.getBytes(StandardCharsets.UTF_8);
        boolean matched = false;
        for (Secret secret : secrets.accepted()) {
            byte[] expected = spelling.of(sign(secret, parts)).getBytes(StandardCharsets.US_ASCII);
            matched |= MessageDigest.isEqual(given, expected);
        }
        return matched;
    }

    private static byte[] sign(Secret secret, byte[][] parts) {
        return secret.use(key -> {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(key, ALGORITHM));
                for (byte[] part : parts) {
                    mac.update(part);
                }
                return mac.doFinal();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
            }
        });
    }
}
