package dev.botsentinel.telegram;

import dev.botsentinel.request.Subject;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads what the rules need in one pass over the tokens, without a tree of the whole: some 3/4 of an update are names,
 * titles and ids that no rule looks at. What few updates have and rules read in several ways, such as media, becomes a tree
 * of its own. A field of the wrong type is an absent one, and of repeated fields the last counts, as in a tree; each case
 * below therefore sets its field even to nothing.
 */
final class UpdateReader {

    private final JsonParser json;

    UpdateReader(JsonParser json) {
        this.json = json;
    }

    /**
     * Reads an update of the usual form: {@code update_id}, an object, and nothing beside them.
     *
     * @return null for any other input, which has to be read as a tree
     */
    @Nullable
    UpdateFields usual() {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        UpdateFields fields = null;
        Long updateId = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            if (name.equals("update_id") && updateId == null) {
                updateId = whole();
                if (updateId == null) {
                    return null;
                }
            } else if (value == JsonToken.START_OBJECT && fields == null && !name.isEmpty()) {
                fields = own(Kind.of(name));
            } else {
                return null;
            }
        }
        if (fields == null || updateId == null || json.nextToken() != null) {
            return null;
        }
        return fields.updateId(updateId);
    }

    /** Reads the own object, which the parser has just entered. */
    UpdateFields own(Kind kind) {
        UpdateFields fields = new UpdateFields(kind);
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            field(fields, name);
        }
        return fields;
    }

    private void field(UpdateFields fields, String name) {
        switch (name) {
            case "from" -> fields.from = party();
            case "user" -> fields.user = party();
            case "sender_chat" -> fields.senderChat = party();
            case "actor_chat" -> fields.actorChat = party();
            case "voter_chat" -> fields.voterChat = party();
            case "is_automatic_forward" -> fields.automaticForward = isTrue();
            case "date" -> fields.date(seconds());
            case "edit_date" -> fields.editDate(seconds());
            default -> {
                switch (fields.kind.shape()) {
                    case CALLBACK -> callback(fields, name);
                    case MESSAGE, EDIT -> message(fields, name);
                    case INLINE_QUERY -> inlineQuery(fields, name);
                    case PAYMENT_QUESTION, MEMBERSHIP, PAYMENT, OTHER -> other(fields, name);
                }
            }
        }
    }

    /** -1 for none. */
    private long seconds() {
        Long seconds = whole();
        return seconds == null ? -1 : seconds;
    }

    private void message(UpdateFields fields, String name) {
        switch (name) {
            case "chat" -> fields.chat = party();
            case "text" -> fields.text(text());
            case "message_id" -> fields.messageId = id();
            case "ephemeral_message_id" -> fields.ephemeralMessageId = id();
            case "media_group_id" -> fields.mediaGroupId = text();
            case "reply_to_message" -> reply(fields);
            case "message_thread_id" -> fields.threadId = id();
            case "is_topic_message" -> fields.topicMessage = isTrue();
            case "direct_messages_topic" -> fields.directMessagesTopicId = directMessagesTopic();
            case "business_connection_id" -> fields.businessConnectionId = text();
            case "sender_business_bot" -> fields.senderBusinessBot = isObject();
            case "is_from_offline" -> fields.fromOffline = isTrue();
            case "caption",
                    "animation",
                    "live_photo",
                    "photo",
                    "document",
                    "audio",
                    "sticker",
                    "video",
                    "video_note",
                    "voice",
                    "venue",
                    "location",
                    "contact",
                    "poll",
                    "successful_payment",
                    "refunded_payment",
                    "suggested_post_approved",
                    "suggested_post_approval_failed",
                    "suggested_post_paid",
                    "suggested_post_refunded",
                    "migrate_to_chat_id",
                    "migrate_from_chat_id" -> {
                content(fields, name);
                rest(fields, name);
            }
            default -> {
                content(fields, name);
                json.skipChildren();
            }
        }
    }

    /** Notes a field that says what the message is. */
    private void content(UpdateFields fields, String name) {
        ContentField field = fields.kind.hasContentPath() ? ContentField.named(name) : null;
        if (field != null) {
            fields.content(field, json.currentToken() == field.type());
        }
    }

    private void reply(UpdateFields fields) {
        fields.replyId = null;
        fields.replyEphemeralId = null;
        if (!isOpen()) {
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "message_id" -> fields.replyId = id();
                case "ephemeral_message_id" -> fields.replyEphemeralId = id();
                default -> json.skipChildren();
            }
        }
    }

    private @Nullable String directMessagesTopic() {
        String topic = null;
        if (isOpen()) {
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                json.nextToken();
                if (name.equals("topic_id")) {
                    topic = id();
                } else {
                    json.skipChildren();
                }
            }
        }
        return topic;
    }

    /** Whether the value is an object, whose fields follow; any other is skipped. */
    private boolean isOpen() {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        json.skipChildren();
        return false;
    }

    private boolean isObject() {
        boolean object = json.currentToken() == JsonToken.START_OBJECT;
        json.skipChildren();
        return object;
    }

    private void callback(UpdateFields fields, String name) {
        switch (name) {
            case "data" -> fields.data(text());
            case "message" -> callbackMessage(fields);
            case "inline_message_id" -> fields.inlineMessageId = text();
            default -> json.skipChildren();
        }
    }

    private void inlineQuery(UpdateFields fields, String name) {
        switch (name) {
            case "chat" -> fields.chat = party();
            case "query", "offset" -> rest(fields, name);
            default -> json.skipChildren();
        }
    }

    private void other(UpdateFields fields, String name) {
        switch (name) {
            case "chat" -> fields.chat = party();
            case "business_connection_id" -> fields.businessConnectionId = text();
            // A stopped generation has the thread, and nothing that says so.
            case "message_thread_id" -> {
                fields.threadId = id();
                fields.topicMessage = fields.kind.field().equals("stopped_message_generation");
            }
            default -> json.skipChildren();
        }
    }

    private void rest(UpdateFields fields, String name) {
        if (fields.rest == null) {
            fields.rest = JsonNodeFactory.instance.objectNode();
        }
        fields.rest.set(name, JsonTree.current(json));
    }

    /** The message with the button. */
    private void callbackMessage(UpdateFields fields) {
        fields.chat = null;
        fields.messageId = null;
        fields.ephemeralMessageId = null;
        fields.messageEditDate = null;
        fields.businessConnectionId = null;
        fields.threadId = null;
        fields.topicMessage = false;
        fields.directMessagesTopicId = null;
        if (!isOpen()) {
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "chat" -> fields.chat = party();
                case "message_id" -> fields.messageId = id();
                case "ephemeral_message_id" -> fields.ephemeralMessageId = id();
                case "edit_date" -> fields.messageEditDate = id();
                case "business_connection_id" -> fields.businessConnectionId = text();
                case "message_thread_id" -> fields.threadId = id();
                case "is_topic_message" -> fields.topicMessage = isTrue();
                case "direct_messages_topic" -> fields.directMessagesTopicId = directMessagesTopic();
                default -> json.skipChildren();
            }
        }
    }

    /** A user or a chat; null if it is no object or has no id. */
    private @Nullable Party party() {
        if (!isOpen()) {
            return null;
        }
        boolean found = false;
        long id = 0;
        String longId = null;
        boolean bot = false;
        boolean directMessages = false;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> {
                    longId = value == JsonToken.VALUE_NUMBER_INT && !fitsLong() ? id() : null;
                    boolean number = value == JsonToken.VALUE_NUMBER_INT && fitsLong();
                    id = number ? json.getLongValue() : 0;
                    found = number || longId != null;
                    json.skipChildren();
                }
                case "is_bot" -> bot = isTrue();
                case "is_direct_messages" -> directMessages = isTrue();
                default -> json.skipChildren();
            }
        }
        return found ? new Party(id, longId, bot, directMessages) : null;
    }

    private @Nullable String text() {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getString();
        }
        json.skipChildren();
        return null;
    }

    private boolean isTrue() {
        json.skipChildren();
        return json.currentToken() == JsonToken.VALUE_TRUE;
    }

    /** An integral number that fits 64 bits. */
    private @Nullable Long whole() {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return fitsLong() ? (Long) json.getLongValue() : null;
        }
        json.skipChildren();
        return null;
    }

    /** An integral number of any size, as its decimal text. */
    private @Nullable String id() {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            json.skipChildren();
            return null;
        }
        String id = fitsLong()
                ? Long.toString(json.getLongValue())
                : json.getBigIntegerValue().toString();
        return id.length() <= Subject.MAX_ID_LENGTH ? id : null;
    }

    private boolean fitsLong() {
        if (json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return true;
        }
        BigInteger value = json.getBigIntegerValue();
        return value.bitLength() < Long.SIZE;
    }
}
