package dev.botsentinel.telegram;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is asked: a command, a callback, or the kind itself. */
final class Actions {
    /** A slash and a letter. */
    static final int SHORTEST = 2;

    private Actions() {}

    static String nameOf(UpdateFields fields) {
        String special = switch (fields.kind.field()) {
            case "message" -> command(fields);
            case "callback_query" -> callback(fields.data);
            default -> null;
        };
        return special == null ? fields.kind.field() : special;
    }

    private static @Nullable String callback(@Nullable String data) {
        if (data == null) {
            return null;
        }
        int colon = data.indexOf(':');
        return "callback:" + (colon < 0 ? data : data.substring(0, colon));
    }

    /** A command under a photo counts too: frameworks run it. */
    private static @Nullable String command(UpdateFields message) {
        String inText = command(message.text, message.commandLength);
        return inText != null || message.rest == null ? inText : captionCommand(message.rest);
    }

    private static @Nullable String captionCommand(JsonNode message) {
        for (JsonNode entity : Fields.elements(message, "caption_entities")) {
            Long length = opensTheText(entity) ? Fields.whole(entity, "length") : null;
            if (length != null && length >= SHORTEST) {
                return command(Fields.text(message, "caption"), length);
            }
        }
        return null;
    }

    private static boolean opensTheText(JsonNode entity) {
        Long offset = Fields.whole(entity, "offset");
        return offset != null && offset == 0 && "bot_command".equals(Fields.text(entity, "type"));
    }

    /**
     * Offsets count UTF-16 units, as Java does. Null if nothing is left between the slash and the bot's name.
     *
     * @param length of the entity that opens the text; 0 if there is none
     */
    private static @Nullable String command(@Nullable String text, long length) {
        if (text == null || length < SHORTEST || !text.startsWith("/")) {
            return null;
        }
        int end = (int) Math.min(length, text.length());
        int at = text.indexOf('@');
        String name = text.substring(0, at >= 0 && at < end ? at : end);
        return name.length() < SHORTEST ? null : name.toLowerCase(Locale.ROOT);
    }
}
