package dev.botsentinel.webhook;

import dev.botsentinel.secret.AcceptedSecrets;
import dev.botsentinel.webhook.HmacSha256.Spelling;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Slack's signature, version 0: an HMAC-SHA256 over version, time and body, by the app's signing secret. Requests whose time is more
 * than 300 s from now are refused, those from the future too. Within that time a recorded request can be sent again: events that were
 * handled are known again by their {@code event_id}, commands and buttons have none.
 */
public final class SlackSignature implements RequestVerifier {

    private static final String TIME_HEADER = "X-Slack-Request-Timestamp";
    private static final String SIGNATURE_HEADER = "X-Slack-Signature";
    private static final String VERSION = "v0";

    private final AcceptedSecrets signingSecrets;

    private SlackSignature(AcceptedSecrets signingSecrets) {
        this.signingSecrets = signingSecrets;
    }

    /** Verifies by the app's signing secret, not by a token. */
    public static SlackSignature of(AcceptedSecrets signingSecrets) {
        return new SlackSignature(signingSecrets);
    }

    @Override
    public String idMember() {
        return "event_id";
    }

    @Override
    public Verification beforeBody(WebhookRequest request, Instant now) {
        String signature = request.only(SIGNATURE_HEADER);
        if (signature == null) {
            return Verification.MISSING;
        }
        if (!signature.startsWith(VERSION + "=") || signature.length() != VERSION.length() + 1 + Spelling.HEX.length) {
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
        byte[] start = (VERSION + ":" + time + ":").getBytes(StandardCharsets.US_ASCII);
        String hex = signature.substring(VERSION.length() + 1);
        return HmacSha256.matches(signingSecrets, Spelling.HEX, hex, start, body)
                ? Verification.VERIFIED
                : Verification.FORGED;
    }
}
