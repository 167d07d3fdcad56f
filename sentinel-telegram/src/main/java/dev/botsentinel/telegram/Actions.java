package dev.botsentinel.telegram;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is asked: a command, a callback, or the kind itself. */
final class Actions {

    private static final String CALLBACK = "callback:";

    private Actions() {}

    static String nameOf(UpdateFields fields, BotNames names) {
        String special = fields.kind.isMessage()
                ? command(fields.words(), names)
                : fields.kind.shape() == Kind.Shape.CALLBACK ? callback(fields.data) : null;
        return special == null ? Unicode.wellFormed(fields.kind.field()) : special;
    }

    private static @Nullable String callback(@Nullable String data) {
        if (data == null) {
            return null;
        }
        int colon = data.indexOf(':');
        return CALLBACK + (colon < 0 ? data : data.substring(0, colon));
    }

    /** The path of a callback's action, with all its data. */
    static String callbackPath(String data) {
        return CALLBACK + data;
    }

    /**
     * The command that opens a text, under a photo as well: bots dispatch by the text. What Telegram marks in it has no
     * say, since a sender can mark it as code. A name of a bot ends where its letters do.
     */
    private static @Nullable String command(@Nullable String text, BotNames names) {
        if (text == null || text.isEmpty() || text.charAt(0) != '/') {
            return null;
        }
        int end = BotNames.endOfName(text, 1);
        if (end == 1) {
            return null;
        }
        if (end < text.length() && text.charAt(end) == '@') {
            String bot = text.substring(end + 1, BotNames.endOfName(text, end + 1));
            if (names.isAnother(bot)) {
                return null;
            }
        }
        return text.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
