package dev.botsentinel.cli;

import dev.botsentinel.telegram.BotNames;
import dev.botsentinel.telegram.TelegramFormatException;
import dev.botsentinel.telegram.TelegramJson;
import dev.botsentinel.telegram.TelegramUpdate;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes of a Telegram Desktop export ({@code result.json}) the updates that a bot would have got, as far as they are in
 * there: new messages. Not thread-safe.
 */
final class Export {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Pattern PEER = Pattern.compile("(user|chat|channel)(\\d{1,15})");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,15}");

    /** What the Bot API calls an export's {@code media_type}. */
    private static final Map<String, String> MEDIA = Map.of(
            "sticker", "sticker",
            "video_message", "video_note",
            "voice_message", "voice",
            "animation", "animation",
            "video_file", "video",
            "audio_file", "audio");

    private final BotNames names;
    private ExportedChat chat = new ExportedChat();
    private long chats;
    private long messages;
    private long updates;

    Export(BotNames names) {
        this.names = names;
    }

    /** Begins a chat, whose type, id and messages follow. */
    void startChat() {
        chat = new ExportedChat();
    }

    ExportedChat chat() {
        return chat;
    }

    /** Begins the messages of the chat. */
    void startMessages() {
        chats++;
    }

    /**
     * The update that a bot would have got of the next message.
     *
     * @return null if it would have got none
     * @throws BadLineException if this is no message
     */
    @Nullable
    RecordedLine update(byte[] json) throws BadLineException {
        JsonNode message;
        try {
            message = TelegramJson.read(json);
        } catch (TelegramFormatException e) {
            throw new BadLineException(e);
        }
        JsonNode messageId = message.path("id");
        if (!messageId.canConvertToLong() || !messageId.isIntegralNumber()) {
            throw new BadLineException("no message of an export: an object with an id");
        }
        messages++;
        long number = messageId.longValue();
        if (text(message, "action").equals("topic_created")) {
            chat.openTopic(number);
        }
        Peer sender = sender(message.path("from_id"));
        Long senderId = sender == null ? null : sender.apiId();
        if (!text(message, "type").equals("message") || chat.isBot(senderId)) {
            return null;
        }
        updates++;
        ObjectNode own = own(message, number, sender, senderId);
        ObjectNode update = JSON.objectNode().put("update_id", updates);
        update.set(chat.isChannel() ? "channel_post" : "message", own);
        return RecordedUpdate.of(TelegramUpdate.of(update, names));
    }

    private ObjectNode own(JsonNode message, long number, @Nullable Peer sender, @Nullable Long senderId) {
        ObjectNode own = JSON.objectNode().put("message_id", number);
        Long date = date(message);
        if (date != null) {
            own.put("date", date);
        }
        own.set("chat", JSON.objectNode().put("id", chat.apiId(senderId)));
        if (sender != null) {
            boolean user = sender.kind().equals("user");
            own.set(user ? "from" : "sender_chat", JSON.objectNode().put("id", senderId));
            // Telegram notes where a message was saved from; in groups, only of posts of the channel that belongs to
            // one.
            own.put("is_automatic_forward", !user && message.has("saved_from"));
        }
        reply(message, number, own);
        content(message, own);
        return own;
    }

    private void reply(JsonNode message, long number, ObjectNode own) {
        JsonNode repliesTo = message.path("reply_to_message_id");
        if (repliesTo.isIntegralNumber() && repliesTo.canConvertToLong()) {
            own.set("reply_to_message", JSON.objectNode().put("message_id", repliesTo.longValue()));
            Long topic = chat.topic(number, repliesTo.longValue());
            if (topic != null) {
                own.put("message_thread_id", topic).put("is_topic_message", true);
            }
        }
    }

    /** Files have no unique id in an export: they stay without, so that none looks like a repeat. */
    private static void content(JsonNode message, ObjectNode own) {
        int fields = own.size();
        if (message.has("photo")) {
            own.set("photo", JSON.arrayNode().add(JSON.objectNode()));
        } else if (message.has("file")) {
            own.set(MEDIA.getOrDefault(text(message, "media_type"), "document"), JSON.objectNode());
        } else if (message.path("poll").isObject()) {
            own.set("poll", poll(message.path("poll")));
        } else if (message.path("location_information").isObject()) {
            JsonNode location = message.path("location_information");
            own.set("location", location);
            if (message.has("place_name")) {
                ObjectNode venue = JSON.objectNode().put("title", text(message, "place_name"));
                venue.set("location", location);
                own.set("venue", venue);
            }
        } else if (message.path("contact_information").isObject()) {
            own.set("contact", message.path("contact_information"));
        } else if (message.has("game_title")) {
            own.set("game", JSON.objectNode());
        } else if (message.has("invoice_information")) {
            own.set("invoice", JSON.objectNode());
        } else if (message.path("dice").isObject()) {
            own.set("dice", JSON.objectNode());
        }
        String text = written(message.path("text"));
        if (!text.isEmpty()) {
            own.put(own.size() == fields ? "text" : "caption", text);
        }
    }

    private static ObjectNode poll(JsonNode poll) {
        ArrayNode options = JSON.arrayNode();
        for (JsonNode answer : poll.path("answers")) {
            options.add(JSON.objectNode().put("text", text(answer, "text")));
        }
        ObjectNode own = JSON.objectNode().put("question", text(poll, "question"));
        own.set("options", options);
        return own;
    }

    /** A text: a string, or its parts, of which the formatted ones are objects. */
    private static String written(JsonNode text) {
        if (!text.isArray()) {
            return text.isString() ? text.stringValue() : "";
        }
        StringBuilder whole = new StringBuilder();
        for (JsonNode part : text) {
            whole.append(part.isString() ? part.stringValue() : text(part, "text"));
        }
        return whole.toString();
    }

    private static String text(JsonNode object, String field) {
        JsonNode text = object.path(field);
        return text.isString() ? text.stringValue() : "";
    }

    /**
     * A user, a group or a channel.
     *
     * @param kind {@code user}, {@code chat} or {@code channel}
     */
    private record Peer(String kind, long id) {
        long apiId() {
            return ExportedChat.apiId(kind, id);
        }
    }

    /** Exports before 2021 have a user's id as a number. */
    private static @Nullable Peer sender(JsonNode from) {
        if (from.isIntegralNumber() && from.canConvertToLong()) {
            return new Peer("user", from.longValue());
        }
        Matcher peer = PEER.matcher(from.isString() ? from.stringValue() : "");
        return peer.matches() ? new Peer(peer.group(1), Long.parseLong(peer.group(2))) : null;
    }

    /** Exports before 2022 have nothing but a local time without its zone: the spans between messages are right, at least. */
    private static @Nullable Long date(JsonNode message) {
        String seconds = text(message, "date_unixtime");
        if (WHOLE.matcher(seconds).matches()) {
            return Long.parseLong(seconds);
        }
        try {
            return LocalDateTime.parse(text(message, "date")).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** What became of all exports and what was lost, in a line; empty if there were none. */
    String note() {
        if (chats == 0) {
            return "";
        }
        String order = chats == 1
                ? ""
                : "; its " + Numbers.number(chats)
                        + " chats follow each other, and the clock stands until a chat has caught"
                        + " up with those before: export one chat for true limits";
        return "a Telegram Desktop export: " + Numbers.number(updates) + " of its "
                + Numbers.count(messages, "message")
                + " became updates; lost are callbacks, edits (texts are the last ones), joins and other service"
                + " messages, reactions, inline queries, albums, payments, deleted messages" + order;
    }
}
