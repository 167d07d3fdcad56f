package dev.botsentinel.telegram;

import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The rules said a second time, over the whole tree of an update and without a thought of speed: what the streaming reading
 * is compared with. Shares with it only the kinds, the tolerant fields and the canonical JSON.
 */
final class ReferenceReading {

    private ReferenceReading() {}

    /** @throws TelegramFormatException if it is no update */
    static UpdateReading of(byte[] json) {
        return of(TelegramJson.read(json));
    }

    static UpdateReading of(JsonNode update) {
        if (!update.isObject() || !update.has("update_id")) {
            throw new TelegramFormatException("no update");
        }
        Long updateId = Fields.whole(update, "update_id");
        if (updateId == null) {
            throw new TelegramFormatException("no number");
        }
        String field = kindField(update);
        JsonNode own = update.get(field);
        return UpdateReading.of(request(updateId, Kind.of(field), own), field, date(field, own));
    }

    private static Instant date(String kind, JsonNode own) {
        Long seconds = Fields.whole(own, kind.startsWith("edited_") ? "edit_date" : "date");
        return seconds == null || seconds < 0 || seconds > 253_402_300_799L ? null : Instant.ofEpochSecond(seconds);
    }

    /** The first field with an object, one that today's API knows before any other. */
    private static String kindField(JsonNode update) {
        String unknown = null;
        for (Map.Entry<String, JsonNode> field : update.properties()) {
            String name = field.getKey();
            if (!field.getValue().isObject() || name.isEmpty()) {
                continue;
            }
            if (Kind.isKnown(name)) {
                return name;
            }
            unknown = unknown == null ? name : unknown;
        }
        if (unknown == null) {
            throw new TelegramFormatException("no update object beside update_id, such as message or callback_query");
        }
        return unknown;
    }

    private static Request request(long updateId, Kind kind, JsonNode own) {
        String chat = chat(kind, own);
        Who identity = Who.of(own, chat);
        return Request.builder(Names.of(kind, own))
                .updateId(updateId)
                .subject(identity.subject())
                .impersonal(identity.impersonal())
                .bot(identity.bot())
                .chat(chat)
                .content(Repeats.of(kind, own))
                .album(album(kind, own))
                .exemption(Exempt.of(kind, own))
                .build();
    }

    private static String chat(Kind kind, JsonNode own) {
        JsonNode holder = kind.shape() == Kind.Shape.CALLBACK ? Fields.object(own, "message") : own;
        return holder == null ? null : Fields.idIn(holder, "chat");
    }

    private static String album(Kind kind, JsonNode own) {
        String album = kind.shape() == Kind.Shape.MESSAGE ? Fields.text(own, "media_group_id") : null;
        return album == null || album.isEmpty() || album.length() > 128 ? null : album;
    }

    private static final class Names {

        static String of(Kind kind, JsonNode own) {
            String special = switch (kind.field()) {
                case "message" -> command(own);
                case "callback_query" -> callback(own);
                default -> null;
            };
            return special == null ? kind.field() : special;
        }

        private static String callback(JsonNode own) {
            String data = Fields.text(own, "data");
            if (data == null) {
                return null;
            }
            int colon = data.indexOf(':');
            return "callback:" + (colon < 0 ? data : data.substring(0, colon));
        }

        /** A command under a photo counts too: frameworks run it. */
        private static String command(JsonNode message) {
            String inText = command(message, "text", "entities");
            return inText != null ? inText : command(message, "caption", "caption_entities");
        }

        private static String command(JsonNode message, String textField, String entitiesField) {
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
        private static String command(String text, JsonNode entity) {
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

    private record Who(Subject subject, boolean impersonal, boolean bot) {

        private static final List<String> CHATS = List.of("sender_chat", "actor_chat", "voter_chat");
        private static final List<String> USERS = List.of("from", "user");

        /** Telegram itself (automatic forwards), Group (anonymous admins) and Channel (posts in a channel's name). */
        private static final Set<String> PSEUDO_USERS = Set.of("777000", "1087968824", "136817688");

        static Who of(JsonNode own, String chat) {
            JsonNode speakingChat = first(own, CHATS);
            JsonNode actor = speakingChat != null ? speakingChat : first(own, USERS);
            String id = actor == null ? null : Fields.id(actor, "id");
            boolean chatsOwnName = speakingChat != null && id != null && id.equals(chat);
            return new Who(
                    id == null ? null : new Subject(id),
                    chatsOwnName || Fields.isTrue(own, "is_automatic_forward"),
                    actor != null && Fields.isTrue(actor, "is_bot"));
        }

        private static JsonNode first(JsonNode own, List<String> names) {
            for (String name : names) {
                JsonNode object = Fields.object(own, name);
                String id = object == null ? null : Fields.id(object, "id");
                if (id != null && !PSEUDO_USERS.contains(id)) {
                    return object;
                }
            }
            return null;
        }
    }

    private static final class Repeats {

        /**
         * In the order in which the API's doubles resolve: an animation is a document too and a live photo a photo, both for
         * old bots.
         */
        private static final List<String> MEDIA = List.of(
                "animation", "live_photo", "photo", "document", "audio", "sticker", "video", "video_note", "voice");

        /** A venue is a location too, for old bots. */
        private static final List<String> VALUES = List.of("venue", "location", "contact", "dice");

        static Content of(Kind kind, JsonNode own) {
            return switch (kind.shape()) {
                case MESSAGE, EDIT -> ofMessage(own);
                case CALLBACK -> ofCallback(own);
                case INLINE_QUERY -> ofInlineQuery(own);
                case PAYMENT_QUESTION, MEMBERSHIP, OTHER -> null;
            };
        }

        private static Content ofMessage(JsonNode message) {
            String text = Fields.text(message, "text");
            if (text != null) {
                return Content.text(text);
            }
            Content media = ofMedia(message);
            if (media != null) {
                return media;
            }
            Content values = ofValues(message);
            return values != null ? values : ofPoll(message);
        }

        private static Content ofMedia(JsonNode message) {
            for (String media : MEDIA) {
                JsonNode file = media.equals("photo") ? largest(message) : Fields.object(message, media);
                String fileUniqueId = file == null ? null : Fields.text(file, "file_unique_id");
                if (fileUniqueId != null) {
                    return Content.of(media, fileUniqueId, Fields.textOr("", message, "caption"));
                }
            }
            return null;
        }

        /** A photo comes in sizes, each with an id; the largest stands for all. Of equals the last one, as the API sorts. */
        private static JsonNode largest(JsonNode message) {
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

        private static Content ofValues(JsonNode message) {
            for (String name : VALUES) {
                JsonNode object = Fields.object(message, name);
                if (object != null) {
                    return Content.of(name, CanonicalJson.of(object));
                }
            }
            return null;
        }

        /** What was asked. Its id, its votes and whether it is closed differ between two copies of one poll. */
        private static Content ofPoll(JsonNode message) {
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

        /** The same button under another message is another press. */
        private static Content ofCallback(JsonNode callback) {
            String data = Fields.text(callback, "data");
            if (data == null) {
                return null;
            }
            JsonNode message = Fields.object(callback, "message");
            String messageId = message == null ? null : Fields.id(message, "message_id");
            if (message != null && messageId != null) {
                // Ephemeral messages all have the message_id 0 and an id of their own.
                String ephemeralId = Fields.id(message, "ephemeral_message_id");
                return Content.of("callback", data, messageId, ephemeralId == null ? "" : ephemeralId);
            }
            return Content.of("callback", data, Fields.textOr("", callback, "inline_message_id"));
        }

        private static Content ofInlineQuery(JsonNode inlineQuery) {
            String query = Fields.text(inlineQuery, "query");
            return query == null ? null : Content.of("inline_query", query, Fields.textOr("", inlineQuery, "offset"));
        }
    }

    private static final class Exempt {

        static Exemption of(Kind kind, JsonNode own) {
            return switch (kind.shape()) {
                case MEMBERSHIP -> Exemption.ALWAYS;
                case PAYMENT_QUESTION -> Exemption.UNLESS_BLOCKED;
                case MESSAGE -> reportsPaymentOrMigration(own) ? Exemption.ALWAYS : Exemption.NONE;
                // Service messages can't be edited: an edit that looks like one pays nobody.
                case EDIT, CALLBACK, INLINE_QUERY, OTHER -> Exemption.NONE;
            };
        }

        private static boolean reportsPaymentOrMigration(JsonNode message) {
            return Fields.object(message, "successful_payment") != null
                    || Fields.id(message, "migrate_to_chat_id") != null
                    || Fields.id(message, "migrate_from_chat_id") != null;
        }
    }
}
