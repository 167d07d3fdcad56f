package dev.botsentinel.telegram;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is asked: a command, a callback, or the kind itself. */
final class Actions {

    private Actions() {}

    static String nameOf(Kind kind, JsonNode own) {
        String special = switch (kind.field()) {
            case "message" -> command(own);
            case "callback_query" -> callback(own);
            default -> null;
        };
        return special == null ? kind.field() : special;
    }

    private static @Nullable String callback(JsonNode own) {
        String data = Fields.text(own, "data");
        if (data == null) {
            return null;
        }
        int colon = data.indexOf(':');
        return "callback:" + (colon < 0 ? data : data.substring(0, colon));
    }

    /** A command under a photo counts too: frameworks run it. */
    private static @Nullable String command(JsonNode message) {
        String inText = command(message, "text", "entities");
        return inText != null ? inText : command(message, "caption", "caption_entities");
    }

    private static @Nullable String command(JsonNode message, String textField, String entitiesField) {
        String text = Fields.text(message, textField);
        if (text == null || !text.startsWith("/")) {
            return null;
        }
        for (JsonNode entity : Fields.elements(message, entitiesField)) {
            String command = opensTheText(entity) ? command(text, entity) : null;
            if (command != null) {
                return command;
            }
        }
        return null;
    }

    private static boolean opensTheText(JsonNode entity) {
        Long offset = Fields.whole(entity, "offset");
        return offset != null && offset == 0 && "bot_command".equals(Fields.text(entity, "type"));
    }

    /** Offsets count UTF-16 units, as Java does. Null if nothing is left between the slash and the bot's name. */
    private static @Nullable String command(String text, JsonNode entity) {
        Long length = Fields.whole(entity, "length");
        if (length == null || length < 2) {
            return null;
        }
        String command = text.substring(0, (int) Math.min(length, text.length()));
        int at = command.indexOf('@');
        String name = at < 0 ? command : command.substring(0, at);
        return name.length() < 2 ? null : name.toLowerCase(Locale.ROOT);
    }
}
