package dev.botsentinel.telegram;

import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
        return instant(Fields.whole(own, kind.startsWith("edited_") ? "edit_date" : "date"));
    }

    private static Instant instant(Long seconds) {
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
        Who identity = Who.of(kind.field(), own);
        String action = Names.of(kind, own);
        Instant edited = instant(Fields.whole(own, "edit_date"));
        return Request.builder(action)
                .updateId(updateId)
                .subject(identity.subject())
                .impersonal(identity.impersonal())
                .deliberate(DELIBERATE.contains(kind.field()))
                .bot(identity.bot())
                .chat(chat(kind, own))
                .topic(topic(kind, own))
                .sentAt(edited != null ? edited : instant(Fields.whole(own, "date")))
                .content(Repeats.of(kind, own))
                .album(album(kind, own))
                .exemption(Exempt.of(kind, own))
                .path(Names.path(action, kind, own))
                .build();
    }

    private static final Set<String> DELIBERATE =
            Set.of("message", "channel_post", "business_message", "guest_message", "callback_query");

    private static final Set<String> OF_BUSINESS =
            Set.of("business_message", "edited_business_message", "deleted_business_messages");

    private static String chat(Kind kind, JsonNode own) {
        JsonNode holder = kind.shape() == Kind.Shape.CALLBACK ? Fields.object(own, "message") : own;
        String id = holder == null ? null : Fields.idIn(holder, "chat");
        if (id == null) {
            return null;
        }
        // An inline query has no such field, whatever it is sent with.
        String connection =
                kind.shape() == Kind.Shape.INLINE_QUERY ? null : Fields.text(holder, "business_connection_id");
        boolean apart = connection != null && !connection.isEmpty();
        if (apart || OF_BUSINESS.contains(kind.field())) {
            id = (apart ? scalar(connection) : "") + "/" + id;
        } else if (kind.field().equals("guest_message")) {
            id = "guest/" + id;
        }
        return id.length() > 128 ? null : id;
    }

    private static String topic(Kind kind, JsonNode own) {
        if (kind.field().equals("stopped_message_generation")) {
            return Fields.id(own, "message_thread_id");
        }
        JsonNode message =
                kind.shape() == Kind.Shape.CALLBACK ? Fields.object(own, "message") : isMessage(kind) ? own : null;
        if (message == null) {
            return null;
        }
        JsonNode direct = Fields.object(message, "direct_messages_topic");
        String topic = direct == null ? null : Fields.id(direct, "topic_id");
        if (topic != null) {
            return topic;
        }
        return Fields.isTrue(message, "is_topic_message") ? Fields.id(message, "message_thread_id") : null;
    }

    private static boolean isMessage(Kind kind) {
        return kind.shape() == Kind.Shape.MESSAGE || kind.shape() == Kind.Shape.EDIT;
    }

    private static String album(Kind kind, JsonNode own) {
        String album = kind.shape() == Kind.Shape.MESSAGE ? Fields.text(own, "media_group_id") : null;
        return album == null || album.isEmpty() || album.length() > 128 ? null : album;
    }

    /** Half a surrogate pair is U+FFFD: that is how Java decodes a code point it can't map. */
    private static String scalar(String text) {
        return text == null
                ? null
                : text.codePoints()
                        .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static final class Names {

        private static final Pattern COMMAND = Pattern.compile("/[A-Za-z0-9_]+");

        static String of(Kind kind, JsonNode own) {
            String special =
                    isMessage(kind) ? command(own) : kind.field().equals("callback_query") ? callback(own) : null;
            return special == null ? kind.field() : special;
        }

        private static String callback(JsonNode own) {
            String data = scalar(Fields.text(own, "data"));
            return data == null ? null : "callback:" + data.split(":", -1)[0];
        }

        private static String command(JsonNode message) {
            String text = Fields.text(message, "text");
            Matcher command = COMMAND.matcher(text == null ? Fields.textOr("", message, "caption") : text);
            return command.lookingAt() ? command.group().toLowerCase(Locale.ROOT) : null;
        }

        static String path(String action, Kind kind, JsonNode own) {
            if (action.startsWith("callback:")) {
                return "callback:" + scalar(Fields.text(own, "data"));
            }
            if (!action.equals("message") || !kind.field().equals("message")) {
                return action;
            }
            String text = scalar(Fields.text(own, "text"));
            if (text != null) {
                return "message:text" + (text.codePoints().count() <= 64 ? ":" + text : "");
            }
            return own.properties().stream()
                    .filter(field -> ContentField.named(field.getKey()) != null)
                    .map(field -> Map.entry(ContentField.named(field.getKey()), field.getValue()))
                    .filter(field -> field.getKey().type() == field.getValue().asToken())
                    .map(Map.Entry::getKey)
                    .min(Comparator.comparing(ContentField::rank))
                    .map(field -> "message:" + field.name())
                    .orElse(action);
        }
    }

    private record Who(Subject subject, boolean impersonal, boolean bot) {

        private static final List<String> CHATS = List.of("sender_chat", "actor_chat", "voter_chat");
        private static final List<String> USERS = List.of("from", "user");

        /** Telegram itself (automatic forwards), Group (anonymous admins) and Channel (posts in a channel's name). */
        private static final Set<String> PSEUDO_USERS = Set.of("777000", "1087968824", "136817688");

        static Who of(String kind, JsonNode own) {
            JsonNode speakingChat = first(own, CHATS);
            JsonNode actor = speakingChat != null ? speakingChat : user(kind, own);
            String id = actor == null ? null : Fields.id(actor, "id");
            JsonNode holder = kind.equals("callback_query") ? Fields.object(own, "message") : own;
            String chat = holder == null ? null : Fields.idIn(holder, "chat");
            boolean impersonal = Fields.isTrue(own, "is_automatic_forward")
                    || (speakingChat != null && id != null && id.equals(chat))
                    || isChannelsAnswer(kind, own, speakingChat)
                    || isOfTheAccount(kind, own, chat);
            return new Who(
                    id == null ? null : new Subject(id), impersonal, actor != null && Fields.isTrue(actor, "is_bot"));
        }

        private static JsonNode user(String kind, JsonNode own) {
            if (kind.endsWith("channel_post")) {
                return null;
            }
            if (kind.equals("stopped_message_generation")) {
                Long chat = Fields.object(own, "chat") == null ? null : Fields.whole(own.get("chat"), "id");
                return chat != null && chat > 0 ? own.get("chat") : null;
            }
            return first(own, USERS);
        }

        private static boolean isChannelsAnswer(String kind, JsonNode own, JsonNode speakingChat) {
            JsonNode chat = Fields.object(own, "chat");
            JsonNode topic = Fields.object(own, "direct_messages_topic");
            boolean direct =
                    (chat != null && Fields.id(chat, "id") != null && Fields.isTrue(chat, "is_direct_messages"))
                            || (topic != null && Fields.id(topic, "topic_id") != null);
            return isMessage(Kind.of(kind))
                    && direct
                    && speakingChat != null
                    && speakingChat.equals(Fields.object(own, "sender_chat"));
        }

        private static boolean isOfTheAccount(String kind, JsonNode own, String chat) {
            String from = Fields.idIn(own, "from");
            return kind.endsWith("business_message")
                    && (Fields.object(own, "sender_business_bot") != null
                            || Fields.isTrue(own, "is_from_offline")
                            || (from != null && chat != null && !from.equals(chat)));
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
        private static final List<String> VALUES = List.of("venue", "location", "contact");

        static Content of(Kind kind, JsonNode own) {
            return switch (kind.shape()) {
                case MESSAGE -> reply(own, ofMessage(own));
                case EDIT -> edit(own, ofMessage(own));
                case CALLBACK -> ofCallback(own);
                case INLINE_QUERY -> ofInlineQuery(own);
                case PAYMENT_QUESTION, MEMBERSHIP, PAYMENT, OTHER -> null;
            };
        }

        private static Content reply(JsonNode message, Content content) {
            JsonNode reply = Fields.object(message, "reply_to_message");
            String id = reply == null ? null : Fields.id(reply, "message_id");
            return content == null || id == null
                    ? content
                    : longer("reply/", content, id, idOrEmpty(reply, "ephemeral_message_id"));
        }

        private static Content edit(JsonNode edit, Content content) {
            Instant edited = instant(Fields.whole(edit, "edit_date"));
            return content == null
                    ? null
                    : longer(
                            "edit/",
                            content,
                            idOrEmpty(edit, "message_id"),
                            idOrEmpty(edit, "ephemeral_message_id"),
                            edited == null ? "" : Long.toString(edited.getEpochSecond()));
        }

        private static Content longer(String kind, Content content, String... more) {
            return new Content(
                    kind + content.kind(),
                    Stream.concat(Stream.of(more), content.values().stream()).toList());
        }

        private static String idOrEmpty(JsonNode object, String name) {
            String id = Fields.id(object, name);
            return id == null ? "" : id;
        }

        private static Content ofMessage(JsonNode message) {
            String text = scalar(Fields.text(message, "text"));
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
                    return Content.of(media, fileUniqueId, scalar(Fields.textOr("", message, "caption")));
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
            String data = scalar(Fields.text(callback, "data"));
            if (data == null) {
                return null;
            }
            JsonNode message = Fields.object(callback, "message");
            String messageId = message == null ? null : Fields.id(message, "message_id");
            if (message != null && messageId != null) {
                // Ephemeral messages all have the message_id 0 and an id of their own.
                return Content.of(
                        "callback",
                        data,
                        messageId,
                        idOrEmpty(message, "ephemeral_message_id"),
                        idOrEmpty(message, "edit_date"));
            }
            return Content.of("callback", data, Fields.textOr("", callback, "inline_message_id"));
        }

        private static Content ofInlineQuery(JsonNode inlineQuery) {
            String query = Fields.text(inlineQuery, "query");
            return query == null
                    ? null
                    : Content.of("inline_query", scalar(query), Fields.textOr("", inlineQuery, "offset"));
        }
    }

    private static final class Exempt {

        static Exemption of(Kind kind, JsonNode own) {
            return switch (kind.shape()) {
                case MEMBERSHIP, PAYMENT -> Exemption.ALWAYS;
                case PAYMENT_QUESTION -> Exemption.UNLESS_BLOCKED;
                case MESSAGE -> reportsPaymentOrMigration(own) ? Exemption.ALWAYS : Exemption.NONE;
                // Service messages can't be edited: an edit that looks like one pays nobody.
                case EDIT, CALLBACK, INLINE_QUERY, OTHER -> Exemption.NONE;
            };
        }

        private static boolean reportsPaymentOrMigration(JsonNode message) {
            return Stream.of("successful_payment", "refunded_payment", "suggested_post_paid", "suggested_post_refunded")
                            .anyMatch(name -> Fields.object(message, name) != null)
                    || Stream.of("suggested_post_approved", "suggested_post_approval_failed")
                            .map(name -> Fields.object(message, name))
                            .anyMatch(post -> post != null && Fields.object(post, "price") != null)
                    || Fields.id(message, "migrate_to_chat_id") != null
                    || Fields.id(message, "migrate_from_chat_id") != null;
        }
    }
}
