package dev.botsentinel.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Discord's signature: Ed25519 over time and raw body, by the application's public key, which is no secret. Requests whose time is
 * more than 300 s from now are refused.
 */
public final class DiscordSignature implements RequestVerifier {

    private static final String TIME_HEADER = "X-Signature-Timestamp";
    private static final String SIGNATURE_HEADER = "X-Signature-Ed25519";
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{128}");

    private final List<Ed25519Key> keys;

    private DiscordSignature(List<Ed25519Key> keys) {
        this.keys = keys;
    }

    /**
     * Verifies by the public key of the application, as the developer portal shows it: 64 hexadecimal digits. A second one for the
     * time of an exchange.
     *
     * @throws IllegalArgumentException if it is no such key
     */
    public static DiscordSignature of(String publicKey, String... another) {
        return new DiscordSignature(Stream.concat(Stream.of(publicKey), Arrays.stream(another))
                .map(Ed25519Key::parse)
                .toList());
    }

    @Override
    public String idMember() {
        return "id";
    }

    @Override
    public Verification beforeBody(WebhookRequest request, Instant now) {
        String signature = request.only(SIGNATURE_HEADER);
        if (signature == null) {
            return Verification.MISSING;
        }
        if (!SIGNATURE.matcher(signature).matches()) {
            return Verification.FORGED;
        }
        return SignedTime.check(request.only(TIME_HEADER), now);
    }

    @Override
    public Verification verify(WebhookRequest request, byte[] body, Instant now) {
        String signature = request.only(SIGNATURE_HEADER);
        String time = request.only(TIME_HEADER);
        if (signature == null || time == null) {
            return Verification.MISSING;
        }
        byte[] given = HexFormat.of().parseHex(signature);
        byte[] start = time.getBytes(StandardCharsets.US_ASCII);
        boolean verified = keys.stream().anyMatch(key -> key.verifies(given, start, body));
        return verified ? Verification.VERIFIED : Verification.FORGED;
    }
}
