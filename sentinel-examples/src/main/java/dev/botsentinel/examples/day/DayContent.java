package dev.botsentinel.examples.day;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a message says or carries: adds its fields to a message that has its head already. */
@FunctionalInterface
interface DayContent {

    /** The entities Telegram's clients find by themselves. Offsets are in UTF-16 units, as Java's are. */
    Pattern MARKED = Pattern.compile(
            "(?<command>(?<![\\w/@])/\\w{1,64}(@\\w+)?)|(?<url>https?://\\S+)"
                    + "|(?<mention>(?<!\\w)@\\w{4,})|(?<hashtag>(?<!\\w)#\\w+)",
            Pattern.UNICODE_CHARACTER_CLASS);

    void addTo(ObjectNode message);

    static DayContent text(String text) {
        return message -> {
            message.put("text", text);
            ArrayNode entities = entitiesOf(text);
            if (!entities.isEmpty()) {
                message.set("entities", entities);
            }
        };
    }

    /** A picture or the like with words under it; their entities have a field of their own. */
    static DayContent captioned(DayContent media, String caption) {
        return message -> {
            media.addTo(message);
            message.put("caption", caption);
            ArrayNode entities = entitiesOf(caption);
            if (!entities.isEmpty()) {
                message.set("caption_entities", entities);
            }
        };
    }

    /** The same as an answer to {@code original}, which is embedded without what it answered itself. */
    static DayContent replyTo(Posted original, DayContent content) {
        return message -> {
            if (original.happened()) {
                ObjectNode quoted = original.message();
                quoted.remove("reply_to_message");
                message.set("reply_to_message", quoted);
            }
            content.addTo(message);
        };
    }

    /** In a topic of a forum. */
    static DayContent inTopic(int topic, DayContent content) {
        return message -> {
            message.put("message_thread_id", topic);
            message.put("is_topic_message", true);
            content.addTo(message);
        };
    }

    /** One part of an album. */
    static DayContent inAlbum(String albumId, DayContent part) {
        return message -> {
            message.put("media_group_id", albumId);
            part.addTo(message);
        };
    }

    /** A field with a value of its own, for service messages. */
    static DayContent field(String name, ObjectNode value) {
        return message -> message.set(name, value.deepCopy());
    }

    static DayContent number(String name, long value) {
        return message -> message.put(name, value);
    }

    private static ArrayNode entitiesOf(String text) {
        ArrayNode entities = JsonNodeFactory.instance.arrayNode();
        Matcher marked = MARKED.matcher(text);
        while (marked.find()) {
            ObjectNode entity = entities.addObject();
            entity.put("offset", marked.start());
            entity.put("length", marked.end() - marked.start());
            entity.put("type", typeOf(marked));
        }
        return entities;
    }

    private static String typeOf(Matcher marked) {
        for (String type : new String[] {"url", "mention", "hashtag"}) {
            if (marked.group(type) != null) {
                return type;
            }
        }
        return "bot_command";
    }
}
