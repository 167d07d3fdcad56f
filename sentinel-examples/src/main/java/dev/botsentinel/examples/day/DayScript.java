package dev.botsentinel.examples.day;

import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pen a scene is written with: a hand on the clock that moves on with each pause, and what happens where it points.
 *
 * <p>Writing a script only plans; message ids and dates are given when the moment comes, in the order of the day.
 */
final class DayScript {

    private final DayStage stage;
    private long at;
    private long delaySeconds;

    DayScript(DayStage stage, long start) {
        this.stage = stage;
        this.at = start;
    }

    DayScript pause(long leastMillis, long mostMillis) {
        at += stage.dice().between(leastMillis * DayTime.MILLI, mostMillis * DayTime.MILLI);
        return this;
    }

    /** As long as it takes to press a button that one has been waiting for. */
    DayScript glance() {
        return pause(700, 2_600);
    }

    /** As long as it takes to read and type. */
    DayScript think() {
        return pause(2_500, 14_000);
    }

    /** A finger that comes down twice. */
    DayScript twitch() {
        return pause(80, 400);
    }

    DayScript later(int leastMinutes, int mostMinutes) {
        return pause(leastMinutes * 60_000L, mostMinutes * 60_000L);
    }

    /** What it posts from here on was sent so long before it arrives, as after an outage. */
    DayScript delayed(long seconds) {
        delaySeconds = seconds;
        return this;
    }

    void happen(Runnable event) {
        stage.timeline().plan(at, event);
    }

    void record(String kind, Supplier<ObjectNode> payload) {
        happen(() -> stage.log().write(kind, payload.get()));
    }

    /** In the private chat with the bot. */
    Posted write(Person person, String text) {
        return write(person, DayContent.text(text));
    }

    Posted write(Person person, DayContent content) {
        return say(Voice.of(person), stage.cast().privateRoom(person), content);
    }

    Posted say(Person person, Room room, String text) {
        return say(Voice.of(person), room, DayContent.text(text));
    }

    Posted say(Voice voice, Room room, DayContent content) {
        return post(room.isChannel() ? "channel_post" : "message", voice, room, content);
    }

    Posted post(String kind, Voice voice, Room room, DayContent content) {
        Posted posted = new Posted();
        long sentBefore = delaySeconds;
        happen(() -> {
            ObjectNode message = message(voice, room, stage.date() - sentBefore, content);
            posted.fill(message, stage.log().write(kind, message));
        });
        return posted;
    }

    /** The bot's own message: it takes a message id, but is no update. */
    Posted botSays(Room room, String text, String... buttons) {
        Posted posted = new Posted();
        DayContent content = message -> {
            message.put("text", text);
            if (buttons.length > 0) {
                message.set("reply_markup", keyboard(buttons));
            }
        };
        happen(() -> posted.fill(message(Voice.of(Person.THE_BOT), room, stage.date(), content)));
        return posted;
    }

    private static ObjectNode keyboard(String... buttons) {
        ObjectNode markup = JsonNodeFactory.instance.objectNode();
        ArrayNode row = markup.putArray("inline_keyboard").addArray();
        for (String data : buttons) {
            ObjectNode button = row.addObject();
            button.put("text", data.substring(data.indexOf(':') + 1));
            button.put("callback_data", data);
        }
        return markup;
    }

    private static ObjectNode message(Voice voice, Room room, long date, DayContent content) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("message_id", room.nextMessageId());
        voice.from().ifPresent(from -> message.set("from", from.json()));
        voice.senderChat().ifPresent(chat -> message.set("sender_chat", chat.json()));
        message.set("chat", room.json());
        message.put("date", date);
        content.addTo(message);
        return message;
    }

    void edit(Posted posted, DayContent content) {
        edit("edited_message", posted, content);
    }

    void edit(String kind, Posted posted, DayContent content) {
        record(kind, () -> {
            ObjectNode edited = posted.message();
            edited.retain("message_id", "business_connection_id", "from", "sender_chat", "chat", "date");
            edited.put("edit_date", stage.date());
            content.addTo(edited);
            posted.fill(edited);
            return edited;
        });
    }

    /** Presses a button under the bot's message. */
    void press(Person person, Posted below, String data) {
        record("callback_query", () -> stage.payloads().callback(person, below.message(), data));
    }

    /** What became of {@code member} in a room, and who did it; news of the bot itself is of a kind of its own. */
    void changeMember(Room room, Person by, Person member, String before, String after) {
        String kind = member.equals(Person.THE_BOT) ? "my_chat_member" : "chat_member";
        record(kind, () -> stage.payloads().memberChange(room, by, member, stage.date(), before, after));
    }

    /** Telegram delivers the same update again. */
    void redeliver(Posted posted) {
        happen(() -> {
            if (posted.happened()) {
                stage.log().writeAgain(posted.update());
            }
        });
    }
}
