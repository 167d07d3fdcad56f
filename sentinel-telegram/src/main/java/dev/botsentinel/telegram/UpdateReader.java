package dev.botsentinel.telegram;

import dev.botsentinel.request.Subject;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads what the rules need in one pass over the tokens, without a tree of the whole: some 3/4 of an update are names,
 * titles and ids that no rule looks at. What few updates have and rules read in several ways, such as media, becomes a tree
 * of its own. A field of the wrong type is an absent one, and of repeated fields the last counts, as in a tree; each case
 * below therefore sets its field even to nothing.
 */
final class UpdateReader {

    /** 9999-12-31T23:59:59Z: what RFC 3339 can still print. */
    private static final long LAST_SECOND = 253_402_300_799L;

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
            case "date", "edit_date" -> date(fields, name);
            default -> {
                switch (fields.kind.shape()) {
                    case CALLBACK -> callback(fields, name);
                    case MESSAGE, EDIT -> message(fields, name);
                    case INLINE_QUERY -> inlineQuery(fields, name);
                    case PAYMENT_QUESTION, MEMBERSHIP, OTHER -> other(fields, name);
                }
            }
        }
    }

    private void date(UpdateFields fields, String name) {
        if (fields.kind.isEdit() == name.equals("edit_date")) {
            Long seconds = whole();
            fields.date = seconds == null || seconds < 0 || seconds > LAST_SECOND ? -1 : seconds;
        } else {
            json.skipChildren();
        }
    }

    private void message(UpdateFields fields, String name) {
        switch (name) {
            case "chat" -> fields.chat = party();
            case "text" -> fields.text = text();
            case "entities" -> entities(fields);
            case "media_group_id" -> fields.mediaGroupId = text();
            case "caption",
                    "caption_entities",
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
                    "dice",
                    "poll",
                    "successful_payment",
                    "migrate_to_chat_id",
                    "migrate_from_chat_id" -> rest(fields, name);
            default -> json.skipChildren();
        }
    }

    private void callback(UpdateFields fields, String name) {
        switch (name) {
            case "data" -> fields.data = text();
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
        if (name.equals("chat")) {
            fields.chat = party();
        } else {
            json.skipChildren();
        }
    }

    private void rest(UpdateFields fields, String name) {
        if (fields.rest == null) {
            fields.rest = JsonNodeFactory.instance.objectNode();
        }
        JsonNode value = json.readValueAsTree();
        fields.rest.set(name, value);
    }

    /** The message with the button. */
    private void callbackMessage(UpdateFields fields) {
        fields.chat = null;
        fields.messageId = null;
        fields.ephemeralMessageId = null;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "chat" -> fields.chat = party();
                case "message_id" -> fields.messageId = id();
                case "ephemeral_message_id" -> fields.ephemeralMessageId = id();
                default -> json.skipChildren();
            }
        }
    }

    /** A user or a chat; null if it is no object or has no id. */
    private @Nullable Party party() {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        boolean found = false;
        long id = 0;
        String longId = null;
        boolean bot = false;
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
                default -> json.skipChildren();
            }
        }
        return found ? new Party(id, longId, bot) : null;
    }

    private void entities(UpdateFields fields) {
        fields.commandLength = 0;
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                entity(fields);
            } else {
                json.skipChildren();
            }
        }
    }

    private void entity(UpdateFields fields) {
        Long offset = null;
        Long length = null;
        boolean command = false;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            switch (name) {
                case "offset" -> offset = whole();
                case "length" -> length = whole();
                case "type" -> command = "bot_command".equals(text());
                default -> json.skipChildren();
            }
        }
        if (command && offset != null && offset == 0 && length != null) {
            fields.command(length);
        }
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
