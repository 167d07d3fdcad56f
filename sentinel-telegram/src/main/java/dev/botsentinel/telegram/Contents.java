package dev.botsentinel.telegram;

import dev.botsentinel.request.Content;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What makes a repeat recognisable. Text is compared as sent: no trimming, no case, no Unicode normalisation. */
final class Contents {

    /**
     * In the order in which the API's doubles resolve: an animation is a document too and a live photo a photo, both for
     * old bots.
     */
    private static final List<String> MEDIA =
            List.of("animation", "live_photo", "photo", "document", "audio", "sticker", "video", "video_note", "voice");

    /** A venue is a location too, for old bots. */
    private static final List<String> VALUES = List.of("venue", "location", "contact");

    private Contents() {}

    static @Nullable Content of(UpdateFields fields) {
        return switch (fields.kind.shape()) {
            case MESSAGE -> reply(fields, ofMessage(fields));
            case EDIT -> edit(fields, ofMessage(fields));
            case CALLBACK -> ofCallback(fields);
            case INLINE_QUERY -> fields.rest == null ? null : ofInlineQuery(fields.rest);
            case PAYMENT_QUESTION, MEMBERSHIP, PAYMENT, OTHER -> null;
        };
    }

    private static @Nullable Content reply(UpdateFields message, @Nullable Content content) {
        if (content == null || message.replyId == null) {
            return content;
        }
        return longer("reply/", content, message.replyId, orEmpty(message.replyEphemeralId));
    }

    /** An edit is no repeat of what it changes, nor of the edit before. */
    private static @Nullable Content edit(UpdateFields edit, @Nullable Content content) {
        if (content == null) {
            return null;
        }
        String editDate = edit.editDate < 0 ? "" : Long.toString(edit.editDate);
        return longer("edit/", content, orEmpty(edit.messageId), orEmpty(edit.ephemeralMessageId), editDate);
    }

    /** The content with values before its own, and a kind of its own: no content can look like it. */
    private static Content longer(String kind, Content content, String... more) {
        List<String> values = new ArrayList<>(List.of(more));
        values.addAll(content.values());
        return new Content(kind + content.kind(), values);
    }

    private static @Nullable Content ofMessage(UpdateFields message) {
        if (message.text != null) {
            return Content.text(message.text);
        }
        return message.rest == null ? null : ofMessage(message.rest);
    }

    private static @Nullable Content ofMessage(JsonNode message) {
        Content media = ofMedia(message);
        if (media != null) {
            return media;
        }
        Content values = ofValues(message);
        return values != null ? values : ofPoll(message);
    }

    private static @Nullable Content ofMedia(JsonNode message) {
        for (String media : MEDIA) {
            JsonNode file = media.equals("photo") ? largest(message) : Fields.object(message, media);
            String fileUniqueId = file == null ? null : Fields.text(file, "file_unique_id");
            if (fileUniqueId != null) {
                return Content.of(media, fileUniqueId, Unicode.wellFormed(Fields.textOr("", message, "caption")));
            }
        }
        return null;
    }

    /** A photo comes in sizes, each with an id; the largest stands for all. Of equals the last one, as the API sorts. */
    private static @Nullable JsonNode largest(JsonNode message) {
        JsonNode largest = null;
        for (JsonNode size : Fields.elements(message, "photo")) {
            if (size.isObject() && (largest == null || isAsLarge(size, largest))) {
                largest = size;
            }
        }
        return largest;
    }

    private static boolean isAsLarge(JsonNode size, JsonNode other) {
        int byArea = Long.compare(area(size), area(other));
        return byArea > 0 || (byArea == 0 && nonNegative(size, "file_size") >= nonNegative(other, "file_size"));
    }

    private static long area(JsonNode size) {
        return Math.min(nonNegative(size, "width"), Integer.MAX_VALUE)
                * Math.min(nonNegative(size, "height"), Integer.MAX_VALUE);
    }

    private static long nonNegative(JsonNode size, String name) {
        Long value = Fields.whole(size, name);
        return value == null ? 0 : Math.max(value, 0);
    }

    private static @Nullable Content ofValues(JsonNode message) {
        for (String name : VALUES) {
            JsonNode object = Fields.object(message, name);
            if (object != null) {
                return Content.of(name, CanonicalJson.of(object));
            }
        }
        return null;
    }

    /** What was asked. Its id, its votes and whether it is closed differ between two copies of one poll. */
    private static @Nullable Content ofPoll(JsonNode message) {
        JsonNode poll = Fields.object(message, "poll");
        String question = poll == null ? null : Fields.text(poll, "question");
        if (poll == null || question == null) {
            return null;
        }
        List<String> values = new ArrayList<>();
        values.add(question);
        values.add(Fields.textOr("", poll, "type"));
        values.add(Boolean.toString(Fields.isTrue(poll, "is_anonymous")));
        values.add(Boolean.toString(Fields.isTrue(poll, "allows_multiple_answers")));
        for (JsonNode option : Fields.elements(poll, "options")) {
            values.add(Fields.textOr("", option, "text"));
        }
        return new Content("poll", values);
    }

    /** The same button under another message is another press; under one that has changed since, as well. */
    private static @Nullable Content ofCallback(UpdateFields callback) {
        if (callback.data == null) {
            return null;
        }
        if (callback.messageId != null) {
            // Ephemeral messages all have the message_id 0 and an id of their own.
            return Content.of(
                    "callback",
                    callback.data,
                    callback.messageId,
                    orEmpty(callback.ephemeralMessageId),
                    orEmpty(callback.messageEditDate));
        }
        return Content.of("callback", callback.data, orEmpty(callback.inlineMessageId));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable Content ofInlineQuery(JsonNode inlineQuery) {
        String query = Fields.text(inlineQuery, "query");
        return query == null
                ? null
                : Content.of("inline_query", Unicode.wellFormed(query), Fields.textOr("", inlineQuery, "offset"));
    }
}
