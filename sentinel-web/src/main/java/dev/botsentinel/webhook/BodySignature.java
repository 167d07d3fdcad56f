package dev.botsentinel.webhook;

import dev.botsentinel.secret.AcceptedSecrets;
import dev.botsentinel.webhook.HmacSha256.Spelling;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An HMAC-SHA256 of the body in a header: WhatsApp and Meta's other platforms, LINE, Viber. It has no time, so that a recorded request
 * can be sent again: let the guard of the updates refuse ids it has met ({@code updateReplay}).
 */
public final class BodySignature implements RequestVerifier {

    private final String header;
    private final String prefix;
    private final Spelling spelling;
    private final AcceptedSecrets secrets;
    private final @Nullable AcceptedSecrets verifyTokens;

    private BodySignature(
            String header,
            String prefix,
            Spelling spelling,
            AcceptedSecrets secrets,
            @Nullable AcceptedSecrets verifyTokens) {
        this.header = header;
        this.prefix = prefix;
        this.spelling = spelling;
        this.secrets = secrets;
        this.verifyTokens = verifyTokens;
    }

    /**
     * {@code X-Hub-Signature-256} of WhatsApp, Messenger and Instagram.
     *
     * @param appSecrets the app's secret
     * @param verifyTokens the token that was typed in beside the webhook's address: Meta sends it when the webhook is set up
     */
    public static BodySignature whatsApp(AcceptedSecrets appSecrets, AcceptedSecrets verifyTokens) {
        return new BodySignature("X-Hub-Signature-256", "sha256=", Spelling.HEX, appSecrets, verifyTokens);
    }

    /** {@code X-Line-Signature}, by the channel's secret. */
    public static BodySignature line(AcceptedSecrets channelSecrets) {
        return new BodySignature("X-Line-Signature", "", Spelling.BASE64, channelSecrets, null);
    }

    /** {@code X-Viber-Content-Signature}, by the bot's token. */
    public static BodySignature viber(AcceptedSecrets botTokens) {
        return new BodySignature("X-Viber-Content-Signature", "", Spelling.HEX, botTokens, null);
    }

    @Override
    public Verification beforeBody(WebhookRequest request, Instant now) {
        String given = request.only(header);
        if (given == null) {
            return Verification.MISSING;
        }
        boolean plausible = given.startsWith(prefix) && given.length() == prefix.length() + spelling.length;
        return plausible ? Verification.VERIFIED : Verification.FORGED;
    }

    @Override
    public Verification verify(WebhookRequest request, byte[] body, Instant now) {
        String given = request.only(header);
        boolean matches = given != null
                && given.startsWith(prefix)
                && HmacSha256.matches(secrets, spelling, given.substring(prefix.length()), body);
        return matches ? Verification.VERIFIED : Verification.FORGED;
    }

    @Override
    public @Nullable String challenge(WebhookRequest request) {
        return verifyTokens == null ? null : MetaChallenge.answer(request, verifyTokens);
    }
}
