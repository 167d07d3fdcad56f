package dev.botsentinel.webhook;

import dev.botsentinel.secret.AcceptedSecrets;
import dev.botsentinel.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The secret that {@code setWebhook} was given as {@code secret_token} and Telegram sends in a header of each request. Isn't made
 * without one. With a {@link dev.botsentinel.secret.RotatingSecret} the old one is valid for a grace time, which spans the moment at
 * which Telegram takes over the new one.
 */
public final class TelegramSecretToken implements RequestVerifier {

    /** The header, as Telegram spells it. */
    public static final String HEADER = "X-Telegram-Bot-Api-Secret-Token";

    /** The Bot API's limit. */
    static final int LONGEST = 256;

    /** 16 characters of 64 kinds are 96 bits. */
    static final int SHORTEST = 16;

    private static final String ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final AcceptedSecrets tokens;

    private TelegramSecretToken(AcceptedSecrets tokens) {
        this.tokens = tokens;
    }

    /**
     * Verifies by these tokens.
     *
     * @throws IllegalArgumentException if there is none, or one that {@link #problem} finds something wrong with
     */
    public static TelegramSecretToken of(AcceptedSecrets tokens) {
        if (tokens.accepted().isEmpty()) {
            throw new IllegalArgumentException(
                    "a webhook without a secret token takes everybody's word; make one by TelegramSecretToken.generate()");
        }
        for (Secret token : tokens.accepted()) {
            String problem = problem(token);
            if (problem != null) {
                throw new IllegalArgumentException("the webhook's secret can't be used: " + problem);
            }
        }
        return new TelegramSecretToken(tokens);
    }

    /** A new token of 64 characters, 384 random bits. */
    public static Secret generate() {
        byte[] random = new byte[48];
        RANDOM.nextBytes(random);
        byte[] token = Base64.getUrlEncoder().withoutPadding().encode(random);
        try {
            return Secret.ofBytes(token);
        } finally {
            Arrays.fill(random, (byte) 0);
            Arrays.fill(token, (byte) 0);
        }
    }

    /** What is wrong with a token, without any of its characters; null for nothing. For {@code RotatingSecretBuilder.check}. */
    public static @Nullable String problem(Secret token) {
        return token.use(bytes -> {
            for (byte b : bytes) {
                boolean allowed = ALLOWED.indexOf(b) >= 0;
                if (!allowed) {
                    return "it has a character that Telegram doesn't take; allowed are A-Z, a-z, 0-9, '_' and '-'";
                }
            }
            if (bytes.length > LONGEST) {
                return "it has " + bytes.length + " characters; Telegram takes at most " + LONGEST;
            }
            return bytes.length < SHORTEST
                    ? "it has " + bytes.length
                            + " characters and can be guessed; make one by TelegramSecretToken.generate()"
                    : null;
        });
    }

    @Override
    public Verification beforeBody(WebhookRequest request, Instant now) {
        String given = request.only(HEADER);
        if (given == null || given.isEmpty()) {
            return Verification.MISSING;
        }
        return given.length() <= LONGEST && isAscii(given) && tokens.matches(given)
                ? Verification.VERIFIED
                : Verification.FORGED;
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    @Override
    public String idMember() {
        return "update_id";
    }

    /** The header says it all. */
    @Override
    public Verification verify(WebhookRequest request, byte[] body, Instant now) {
        return Verification.VERIFIED;
    }
}
