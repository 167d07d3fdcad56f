package dev.botsentinel.policytest;

import dev.botsentinel.telegram.BotNames;
import dev.botsentinel.telegram.TelegramUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An update written short: who, where, what. What isn't said is as usual: a private chat with the bot, sent now. Immutable.
 *
 * <pre>{@code
 * SentUpdate.from(42).text("/pay 5");
 * SentUpdate.from(42).in(-100).callback("buy:7");
 * SentUpdate.fromChannel(-100).photo("cat").album("a");
 * }</pre>
 */
public final class SentUpdate {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What is sent: the field of the Bot API's update. */
    private enum Kind {
        MESSAGE,
        CALLBACK,
        INLINE_QUERY
    }

    // Set while a copy is made, never afterwards.
    private @Nullable Long user;
    private @Nullable Long chat;
    private @Nullable Long senderChat;
    private Kind kind = Kind.MESSAGE;
    private String text = "";
    private @Nullable String photo;
    private @Nullable String album;
    private @Nullable Long topic;
    private boolean edited;
    private Duration ago = Duration.ZERO;
    private @Nullable Long updateId;

    private SentUpdate() {}

    private SentUpdate with(Consumer<SentUpdate> change) {
        SentUpdate copy = new SentUpdate();
        copy.user = user;
        copy.chat = chat;
        copy.senderChat = senderChat;
        copy.kind = kind;
        copy.text = text;
        copy.photo = photo;
        copy.album = album;
        copy.topic = topic;
        copy.edited = edited;
        copy.ago = ago;
        copy.updateId = updateId;
        change.accept(copy);
        return copy;
    }

    /** An update by this user: an empty message until more is said. */
    public static SentUpdate from(long user) {
        return new SentUpdate().with(it -> it.user = user);
    }

    /** A post in this channel, by nobody in particular. */
    public static SentUpdate fromChannel(long channel) {
        return new SentUpdate().with(it -> it.chat = channel);
    }

    /** This update in this chat; by default in the private chat with the user. */
    public SentUpdate in(long chat) {
        return with(it -> it.chat = chat);
    }

    /** This message in the name of a chat: a channel, or the group itself. */
    public SentUpdate as(long senderChat) {
        return with(it -> it.senderChat = senderChat);
    }

    /** A message with this text; of a photo, with this caption. */
    public SentUpdate text(String text) {
        return content(Kind.MESSAGE, text);
    }

    /** A press of a button with this data. */
    public SentUpdate callback(String data) {
        return content(Kind.CALLBACK, data);
    }

    /** An inline query with this text. It has no chat. */
    public SentUpdate inline(String query) {
        return content(Kind.INLINE_QUERY, query);
    }

    private SentUpdate content(Kind kind, String text) {
        return with(it -> {
            it.kind = kind;
            it.text = text;
        });
    }

    /** This message as a photo; the same id is the same picture. */
    public SentUpdate photo(String id) {
        return with(it -> it.photo = id);
    }

    /** This message as a part of an album. */
    public SentUpdate album(String id) {
        return with(it -> it.album = id);
    }

    /** This update in a topic of its chat. */
    public SentUpdate topic(long topic) {
        return with(it -> it.topic = topic);
    }

    /** The edit of this message. */
    public SentUpdate edited() {
        return with(it -> it.edited = true);
    }

    /** This message sent so long before it arrives, as after an outage of the bot. */
    public SentUpdate ago(Duration ago) {
        return with(it -> it.ago = ago);
    }

    /** This update with this id, as for a redelivery; by default each has a new one. */
    public SentUpdate updateId(long id) {
        return with(it -> it.updateId = id);
    }

    /** This update with every {@code {n}} in its text, data or query replaced by a number. */
    SentUpdate numbered(long n) {
        return content(kind, text.replace("{n}", Long.toString(n)));
    }

    /**
     * The update as the Bot API would deliver it.
     *
     * @param number of updates before this one; the update's id, if none was said, and the message's
     * @param now when it arrives
     * @param names what the bot is called
     */
    public TelegramUpdate arriving(long number, Instant now, BotNames names) {
        ObjectNode update = JSON.objectNode();
        update.put("update_id", updateId == null ? number : updateId.longValue());
        switch (kind) {
            case MESSAGE -> update.set(field(), message(number, now));
            case CALLBACK -> update.set("callback_query", callbackQuery(number, now));
            case INLINE_QUERY -> update.set("inline_query", inlineQuery(number));
        }
        return TelegramUpdate.of(update, names);
    }

    private String field() {
        String field = user == null ? "channel_post" : "message";
        return edited ? "edited_" + field : field;
    }

    private ObjectNode message(long number, Instant now) {
        long sent = now.minus(ago).getEpochSecond();
        ObjectNode message = place(number, sent);
        if (user != null) {
            message.set("from", person());
        }
        if (senderChat != null) {
            message.putObject("sender_chat").put("id", senderChat.longValue()).put("type", "channel");
        }
        if (edited) {
            message.put("edit_date", sent);
        }
        if (album != null) {
            message.put("media_group_id", album);
        }
        if (photo != null) {
            message.putArray("photo")
                    .addObject()
                    .put("file_id", photo)
                    .put("file_unique_id", photo)
                    .put("width", 1)
                    .put("height", 1);
        }
        return text.isEmpty() ? message : message.put(photo == null ? "text" : "caption", text);
    }

    private ObjectNode place(long number, long sent) {
        ObjectNode message = JSON.objectNode().put("message_id", number).put("date", sent);
        Long where = chat == null ? user : chat;
        if (where != null) {
            message.putObject("chat").put("id", where.longValue()).put("type", type(where));
        }
        if (topic != null) {
            message.put("message_thread_id", topic.longValue()).put("is_topic_message", true);
        }
        return message;
    }

    private String type(long where) {
        if (where > 0) {
            return "private";
        }
        return user == null ? "channel" : "supergroup";
    }

    private ObjectNode person() {
        ObjectNode person = JSON.objectNode();
        person.put("id", user);
        return person.put("is_bot", false).put("first_name", "Test");
    }

    /** The press of a button under one message of the bot's in this chat, always the same one. */
    private ObjectNode callbackQuery(long number, Instant now) {
        ObjectNode query = JSON.objectNode().put("id", Long.toString(number)).put("data", text);
        query.set("from", person());
        query.set("message", place(1, now.getEpochSecond()));
        return query;
    }

    private ObjectNode inlineQuery(long number) {
        ObjectNode query = JSON.objectNode()
                .put("id", Long.toString(number))
                .put("query", text)
                .put("offset", "");
        query.set("from", person());
        return query;
    }
}
