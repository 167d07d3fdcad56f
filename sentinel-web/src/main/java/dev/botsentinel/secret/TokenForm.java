package dev.botsentinel.secret;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a platform's bot tokens look. The check finds what was pasted wrongly, such as another platform's token or one with quotes; it
 * asks nobody whether the token is valid. The platforms promise no form for ever, so each is a little wider than today's tokens.
 */
public enum TokenForm {
    /** {@code 123456789:} and 35 characters. */
    TELEGRAM(
            "[0-9]{1,20}:[A-Za-z0-9_-]{30,64}",
            "digits, a colon and 35 letters, digits, '_' or '-', as BotFather shows it"),

    /** Three parts with dots between. */
    DISCORD(
            "[A-Za-z0-9_-]{20,40}\\.[A-Za-z0-9_-]{4,12}\\.[A-Za-z0-9_-]{24,80}",
            "three parts with dots between, as the developer portal shows it under Bot"),

    /** A bot token, {@code xoxb-…}, also a rotated one, {@code xoxe.xoxb-…}; or an app-level token, {@code xapp-…}. */
    SLACK(
            "(?:xoxe\\.)?xoxb-[A-Za-z0-9-]{20,512}|xapp-[A-Za-z0-9-]{20,512}",
            "xoxb- (a bot token) or xapp- (an app-level token) and what follows"),

    /** An access token of the Graph API, {@code EAA…}. */
    WHATSAPP("EAA[A-Za-z0-9]{40,1024}", "EAA and letters and digits, a system user's access token"),

    /** A channel access token, long-lived or short-lived. */
    LINE("[A-Za-z0-9+/._=-]{40,2048}", "at least 40 characters of Base64, a channel access token"),

    /** Three groups of 16 with {@code -} between. */
    VIBER("[0-9a-z]{16}-[0-9a-z]{16}-[0-9a-z]{16}", "three groups of 16 letters and digits with '-' between"),

    /** Any visible ASCII without spaces, for platforms that aren't listed. */
    OTHER("[!-~]{1,4096}", "visible ASCII without spaces");

    private final Pattern pattern;
    private final String looks;

    TokenForm(String pattern, String looks) {
        this.pattern = Pattern.compile(pattern);
        this.looks = looks;
    }

    /** What is wrong with a token and what to do, without any of its characters; null if it has this form. */
    public @Nullable String problem(Secret token) {
        return token.use(bytes -> {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return pattern.matcher(text).matches() ? null : problem(text);
        });
    }

    private String problem(String text) {
        String what = " is no token of " + label() + ": ";
        if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7F)) {
            return "it" + what + "it has a space, a line end or a control character; remove it";
        }
        char first = text.charAt(0);
        if (first == '"' || first == '\'') {
            return "it" + what + "it begins with a quote; remove the quotes";
        }
        if (text.startsWith("Bot ") || text.startsWith("Bearer ") || text.startsWith("bot")) {
            return "it" + what + "it begins with 'bot' or the name of a scheme; give the token alone";
        }
        for (TokenForm other : values()) {
            if (other != this
                    && other != OTHER
                    && other != LINE
                    && other.pattern.matcher(text).matches()) {
                return "it" + what + "it looks like one of " + other.label() + "; give the other one";
            }
        }
        return "it" + what + "it has another form; expected " + looks;
    }

    /** The platform's name in messages. */
    private String label() {
        return this == OTHER ? "a bot" : name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
