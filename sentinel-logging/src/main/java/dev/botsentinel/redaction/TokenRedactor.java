package dev.botsentinel.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hides bots' tokens in a text: those of Telegram (also in addresses, {@code /bot123456789:…/}, and percent-encoded), Slack, Discord and
 * WhatsApp, and whatever follows an {@code Authorization} header or another name that announces a secret. What was hidden reads
 * {@code [redacted]}; the public part before it, such as a Telegram bot's id, stays for whoever has to find out which bot it was.
 *
 * <p>A token is recognised by its form. LINE's and Viber's have none of their own and are hidden only after a name. It looks at a text
 * once, from each trigger at most as far as the longest token: time in proportion to the text, whatever it says. A text without a
 * token is returned as it is, without a copy. Thread-safe.
 */
public final class TokenRedactor {

    static final String HIDDEN = "[redacted]";

    private static final List<TokenShape> SHAPES = List.of(
            new TelegramShape(), new SlackShape(), new WhatsAppShape(), new DiscordShape(), new AnnouncedShape());

    private TokenRedactor() {}

    /** The text without tokens; the same object if it has none. */
    public static String redact(String text) {
        String redacted = text;
        for (TokenShape shape : SHAPES) {
            redacted = redact(redacted, shape);
        }
        return redacted;
    }

    private static String redact(String text, TokenShape shape) {
        StringBuilder out = null;
        int copied = 0;
        int at = shape.find(text, 0);
        while (at >= 0) {
            long range = shape.secretAt(text, at);
            int next = at + 1;
            if (range != TokenShape.NONE) {
                int start = (int) (range >>> 32);
                int end = (int) range;
                if (start >= copied) {
                    out = appended(out, text, copied, start);
                    copied = end;
                }
                next = Math.max(next, end);
            }
            at = shape.find(text, next);
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    private static StringBuilder appended(@Nullable StringBuilder out, String text, int from, int to) {
        StringBuilder target = out == null ? new StringBuilder(text.length()) : out;
        return target.append(text, from, to).append(HIDDEN);
    }
}
