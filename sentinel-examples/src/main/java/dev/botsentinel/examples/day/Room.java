package dev.botsentinel.examples.day;

import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A chat, with the counter its message ids come from. */
final class Room {

    /** Message ids: a supergroup or channel has its own, private chats and basic groups share their bot's. */
    static final class MessageIds {
        private int last;

        MessageIds(int last) {
            this.last = last;
        }

        int next() {
            return ++last;
        }
    }

    private final long id;
    private final String type;
    private final Consumer<ObjectNode> names;
    private final MessageIds messageIds;

    private Room(long id, String type, Consumer<ObjectNode> names, MessageIds messageIds) {
        this.id = id;
        this.type = type;
        this.names = names;
        this.messageIds = messageIds;
    }

    static Room privateWith(Person person, MessageIds botWide) {
        return new Room(person.id(), "private", person::putNames, botWide);
    }

    /** @param username empty for a chat without a public link */
    static Room named(long id, String type, String title, String username, MessageIds messageIds) {
        Consumer<ObjectNode> names = chat -> {
            chat.put("title", title);
            if (!username.isEmpty()) {
                chat.put("username", username);
            }
        };
        return new Room(id, type, names, messageIds);
    }

    /** The same room, with topics. */
    Room asForum() {
        Consumer<ObjectNode> namesAndForum = names.andThen(chat -> chat.put("is_forum", true));
        return new Room(id, type, namesAndForum, messageIds);
    }

    long id() {
        return id;
    }

    boolean isChannel() {
        return type.equals("channel");
    }

    int nextMessageId() {
        return messageIds.next();
    }

    ObjectNode json() {
        ObjectNode chat = JsonNodeFactory.instance.objectNode();
        chat.put("id", id);
        names.accept(chat);
        chat.put("type", type);
        return chat;
    }
}
