package dev.botsentinel.examples.day;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A handle on something a script posts: handed out when the script is written, filled when the moment comes, so that a
 * later step can answer, edit, press or repeat it.
 */
final class Posted {

    private static final ObjectNode NOTHING_YET = JsonNodeFactory.instance.objectNode();

    private ObjectNode message = NOTHING_YET;
    private ObjectNode update = NOTHING_YET;

    void fill(ObjectNode postedMessage, ObjectNode recordedUpdate) {
        message = postedMessage;
        update = recordedUpdate;
    }

    /** For what the bot itself posts: nobody sends a bot its own messages. */
    void fill(ObjectNode postedMessage) {
        message = postedMessage;
    }

    boolean happened() {
        return !message.isEmpty();
    }

    int messageId() {
        return message.path("message_id").asInt(0);
    }

    /** A copy: Bot API objects embed the message as it then was. */
    ObjectNode message() {
        return message.deepCopy();
    }

    ObjectNode update() {
        return update;
    }
}
