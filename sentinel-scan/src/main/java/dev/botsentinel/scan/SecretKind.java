package dev.botsentinel.scan;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kinds of secrets that are looked for: a form, and checks that tell a real one from what looks like it. In each pattern the group
 * {@code secret} is the secret part. All quantifiers are bounded, so that no text makes a search slow.
 */
@SuppressWarnings("ImmutableEnumChecker") // lambdas without state
public enum SecretKind {
    /** A token from BotFather. */
    TELEGRAM_BOT_TOKEN(
            "A Telegram bot's token: revoke it at BotFather with /revoke",
            "(?:(?<![0-9A-Za-z])|(?<=bot))[0-9]{8,10}(?::|%3[Aa])(?<secret>[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])",
            Hint::digitsAndColon,
            3.6,
            found -> found.secret().startsWith("AA") || found.nearby("bot", "token", "telegram")),

    /** A bot's token from the developer portal. */
    DISCORD_BOT_TOKEN(
            "A Discord bot's token: reset it in the developer portal under Bot",
            "(?<![0-9A-Za-z_-])(?<id>[MNO][A-Za-z0-9]{22,27})\\.(?<secret>[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,45})(?![A-Za-z0-9_-])",
            Hint::longWordAndDot,
            3.6,
            found -> DiscordId.is(found.group("id"))),

    /** An address that anybody can post to. */
    DISCORD_WEBHOOK(
            "A Discord webhook's address: delete it in the channel's settings",
            "discord(?:app)?\\.com/api/webhooks/[0-9]{17,20}/(?<secret>[A-Za-z0-9_-]{60,90})",
            Hint.any("/api/webhooks/"),
            3.6,
            found -> true),

    /** A bot, user, app-level or refresh token. */
    SLACK_TOKEN(
            "A Slack token: revoke it under OAuth & Permissions, or by auth.revoke",
            "(?<![0-9A-Za-z])(?:xox[abeprs]|xapp)-(?<secret>[A-Za-z0-9-]{20,255})",
            Hint.any("xox", "xapp-"),
            3.0,
            found -> found.secret().chars().anyMatch(c -> c >= '0' && c <= '9')),

    /** An address that anybody can post to. */
    SLACK_WEBHOOK(
            "A Slack webhook's address: remove it under Incoming Webhooks",
            "hooks\\.slack\\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/(?<secret>[A-Za-z0-9]{20,30})",
            Hint.any("hooks.slack.com"),
            3.0,
            found -> true),

    /** A Graph API token. */
    META_ACCESS_TOKEN(
            "A Meta access token (WhatsApp, Messenger, Instagram): revoke it under the system user's tokens",
            "(?<![0-9A-Za-z+/])EAA(?<secret>[A-Za-z0-9]{80,500})(?![A-Za-z0-9+/=])",
            Hint.any("EAA"),
            4.2,
            found -> true),

    /** A channel's secret, 32 hexadecimal digits. */
    LINE_CHANNEL_SECRET(
            "A LINE channel's secret: issue a new one under Basic settings",
            "(?<![0-9A-Za-z])(?<secret>[0-9a-f]{32})(?![0-9A-Za-z])",
            Hint.allWords("line", "channel", "secret"),
            3.0,
            found -> found.onLine("line") && found.onLine("channel") && found.onLine("secret")),

    /** A channel's long-lived token. */
    LINE_ACCESS_TOKEN(
            "A LINE channel access token: reissue it under Messaging API",
            "(?<![A-Za-z0-9+/])(?<secret>[A-Za-z0-9+/]{120,200}={0,2})(?![A-Za-z0-9+/=])",
            Hint.allWords("token"),
            4.5,
            found -> (found.onLine("line") || found.onLine("channel")) && found.onLine("token")),

    /** A public account's token. */
    VIBER_TOKEN(
            "A Viber bot's token: ask Viber for a new one",
            "(?<![0-9A-Za-z-])(?<secret>[0-9a-f]{16}-[0-9a-f]{16}-[0-9a-f]{16})(?![0-9A-Za-z-])",
            Hint::threeGroups,
            3.0,
            found -> found.nearby("viber", "auth")),

    /** A key's id, which comes with its secret. */
    AWS_ACCESS_KEY(
            "An AWS access key: deactivate it in IAM",
            "(?<![0-9A-Za-z])(?:AKIA|ASIA)(?<secret>[A-Z2-7]{16})(?![0-9A-Za-z])",
            Hint.any("AKIA", "ASIA"),
            3.0,
            found -> true),

    /** A key's secret. */
    AWS_SECRET_KEY(
            "An AWS secret access key: deactivate the key in IAM",
            "(?<![A-Za-z0-9+/])(?<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])",
            Hint.allWords("aws"),
            4.3,
            found -> found.onLine("aws")
                    && (found.onLine("secret") || found.onLine("key"))
                    && found.secret().chars().anyMatch(Character::isUpperCase)),

    /** A key of Google's cloud. */
    GOOGLE_API_KEY(
            "A Google API key: delete it under Credentials",
            "(?<![0-9A-Za-z_-])AIza(?<secret>[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])",
            Hint.any("AIza"),
            3.6,
            found -> true),

    /** A client's secret of Google's OAuth. */
    GOOGLE_CLIENT_SECRET(
            "A Google OAuth client's secret: reset it under Credentials",
            "(?<![0-9A-Za-z_-])GOCSPX-(?<secret>[A-Za-z0-9_-]{28})(?![A-Za-z0-9_-])",
            Hint.any("GOCSPX-"),
            3.6,
            found -> true),

    /** A private key in PEM, with its content. */
    PRIVATE_KEY(
            "A private key: replace the key pair",
            "-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\\\\[nr]|[\\s\"'+,]){1,60}(?<secret>[A-Za-z0-9+/=]{40,80})",
            Hint.any("PRIVATE KEY"),
            3.6,
            found -> true);

    private final String description;
    private final Pattern pattern;
    private final Hint hint;
    private final double leastEntropy;
    private final Predicate<Candidate> check;

    SecretKind(String description, String pattern, Hint hint, double leastEntropy, Predicate<Candidate> check) {
        this.description = description;
        this.pattern = Pattern.compile(pattern);
        this.hint = hint;
        this.leastEntropy = leastEntropy;
        this.check = check;
    }

    /** The id in reports: {@code telegram-bot-token}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is and what to do. */
    public String description() {
        return description;
    }

    /** Whether a text can have one at all; much cheaper than a search. */
    boolean mayBeIn(String text, String lower) {
        return hint.isIn(text, lower);
    }

    Matcher matcher(String text) {
        return pattern.matcher(text);
    }

    /** Whether a match is a secret and not a placeholder or a thing that looks like one. */
    boolean isSecret(Candidate candidate) {
        return Entropy.perCharacter(candidate.secret()) >= leastEntropy
                && !Placeholder.is(candidate.secret())
                && check.test(candidate);
    }
}
