package dev.botsentinel.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A chat of a Telegram Desktop export, and the topics of what was written in it. Not thread-safe. */
final class ExportedChat {

    /** Messages in forum topics whose topic is remembered, for the replies to them. */
    private static final int TOPIC_MESSAGES = 50_000;

    /** From the ids of supergroups and channels to those of the Bot API. */
    private static final long CHANNELS = -1_000_000_000_000L;

    private final Map<Long, Long> topics = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > TOPIC_MESSAGES;
        }
    };

    private String type = "";
    private long id;

    void type(String type) {
        this.type = type;
    }

    void id(long id) {
        this.id = id;
    }

    /** What the Bot API calls a user's, a group's or a channel's id. */
    static long apiId(String kind, long id) {
        return switch (kind) {
            case "chat" -> -id;
            case "channel" -> CHANNELS - id;
            default -> id;
        };
    }

    /**
     * The chat's id as the Bot API has it.
     *
     * @param sender who wrote; a private chat is known to a bot by the other one's id
     */
    long apiId(@Nullable Long sender) {
        return switch (type) {
            case "private_group" -> apiId("chat", id);
            case "private_supergroup", "public_supergroup", "private_channel", "public_channel" -> apiId("channel", id);
            case "personal_chat", "bot_chat", "saved_messages", "replies" -> sender == null ? id : sender;
            default -> id;
        };
    }

    boolean isChannel() {
        return type.endsWith("_channel");
    }

    /** Whether it is the chat with a bot, and this is the bot. */
    boolean isBot(@Nullable Long sender) {
        return type.equals("bot_chat") && sender != null && sender == id;
    }

    /** A message opens a topic: all topics are known by what opened them. */
    void openTopic(long message) {
        topics.put(message, message);
    }

    /** The topic of a message, which is that of what it replies to; null if there is none. */
    @Nullable
    Long topic(long message, long repliesTo) {
        Long topic = topics.get(repliesTo);
        if (topic != null) {
            topics.put(message, topic);
        }
        return topic;
    }
}
