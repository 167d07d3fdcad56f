package dev.botsentinel.examples.day;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The Bot API's objects for updates that aren't messages. Dates are in seconds. */
final class Payloads {

    private final Dice dice;

    Payloads(Dice dice) {
        this.dice = dice;
    }

    ObjectNode callback(Person person, ObjectNode message, String data) {
        ObjectNode query = from(person);
        query.put("chat_instance", chatInstance(message.path("chat").path("id").asLong(0)));
        query.set("message", message);
        query.put("data", data);
        return query;
    }

    /** Under a message sent by way of inline mode: there is no chat to be seen. */
    ObjectNode inlineCallback(Person person, String inlineMessageId, String data) {
        ObjectNode query = from(person);
        query.put("inline_message_id", inlineMessageId);
        query.put("chat_instance", chatInstance(person.id()));
        query.put("data", data);
        return query;
    }

    private static String chatInstance(long chatId) {
        return Long.toString(chatId * 0x5DEECE66DL + 11);
    }

    ObjectNode inlineQuery(Person person, String text, String offset) {
        ObjectNode query = from(person);
        query.put("chat_type", "supergroup");
        query.put("query", text);
        query.put("offset", offset);
        return query;
    }

    ObjectNode chosenInlineResult(Person person, String text, String resultId, String inlineMessageId) {
        ObjectNode chosen = node();
        chosen.set("from", person.json());
        chosen.put("inline_message_id", inlineMessageId);
        chosen.put("query", text);
        chosen.put("result_id", resultId);
        return chosen;
    }

    ObjectNode preCheckout(Person person, String currency, int amount, String invoice) {
        ObjectNode query = from(person);
        query.put("currency", currency);
        query.put("total_amount", amount);
        query.put("invoice_payload", invoice);
        return query;
    }

    ObjectNode shipping(Person person, String invoice) {
        ObjectNode query = from(person);
        query.put("invoice_payload", invoice);
        ObjectNode address = query.putObject("shipping_address");
        address.put("country_code", "UA");
        address.put("state", "");
        address.put("city", "Львів");
        address.put("street_line1", "вул. Вірменська, 12");
        address.put("street_line2", "");
        address.put("post_code", "79008");
        return query;
    }

    /** The content of the service message that says the money has arrived. */
    DayContent successfulPayment(String currency, int amount, String invoice) {
        ObjectNode payment = node();
        payment.put("currency", currency);
        payment.put("total_amount", amount);
        payment.put("invoice_payload", invoice);
        payment.put("telegram_payment_charge_id", dice.token("", 28));
        payment.put("provider_payment_charge_id", dice.token("ch_", 20));
        return DayContent.field("successful_payment", payment);
    }

    /** For {@code chat_member} and {@code my_chat_member}: what became of {@code member}, and who did it. */
    ObjectNode memberChange(Room room, Person by, Person member, long date, String before, String after) {
        ObjectNode change = node();
        change.set("chat", room.json());
        change.set("from", by.json());
        change.put("date", date);
        change.set("old_chat_member", member(member, before));
        change.set("new_chat_member", member(member, after));
        return change;
    }

    private static ObjectNode member(Person person, String status) {
        ObjectNode member = node();
        member.set("user", person.json());
        member.put("status", status);
        if (status.equals("kicked")) {
            member.put("until_date", 0);
        }
        return member;
    }

    ObjectNode joinRequest(Room room, Person person, long date, String bio) {
        ObjectNode request = node();
        request.set("chat", room.json());
        request.set("from", person.json());
        request.put("user_chat_id", person.id());
        request.put("date", date);
        request.put("bio", bio);
        return request;
    }

    ObjectNode reaction(Person person, ObjectNode message, long date, String emoji) {
        ObjectNode reaction = reactionHead(message);
        reaction.set("user", person.json());
        reaction.put("date", date);
        reaction.putArray("old_reaction");
        emoji(reaction.putArray("new_reaction").addObject(), emoji);
        return reaction;
    }

    /** An anonymous admin's reaction: no user, the group itself acts. */
    ObjectNode anonymousReaction(Room actor, ObjectNode message, long date, String before, String after) {
        ObjectNode reaction = reactionHead(message);
        reaction.set("actor_chat", actor.json());
        reaction.put("date", date);
        emoji(reaction.putArray("old_reaction").addObject(), before);
        emoji(reaction.putArray("new_reaction").addObject(), after);
        return reaction;
    }

    ObjectNode reactionCount(ObjectNode message, long date, String emoji, int count) {
        ObjectNode counted = reactionHead(message);
        counted.put("date", date);
        ObjectNode one = counted.putArray("reactions").addObject();
        emoji(one.putObject("type"), emoji);
        one.put("total_count", count);
        return counted;
    }

    private static ObjectNode reactionHead(ObjectNode message) {
        ObjectNode head = node();
        head.set("chat", message.path("chat").deepCopy());
        head.set("message_id", message.path("message_id").deepCopy());
        return head;
    }

    private static void emoji(ObjectNode reactionType, String emoji) {
        reactionType.put("type", "emoji");
        reactionType.put("emoji", emoji);
    }

    ObjectNode poll(String pollId, String question, List<String> options, List<Integer> votes, boolean closed) {
        ObjectNode poll = node();
        poll.put("id", pollId);
        poll.put("question", question);
        ArrayNode optionNodes = poll.putArray("options");
        for (int i = 0; i < options.size(); i++) {
            ObjectNode option = optionNodes.addObject();
            option.put("text", options.get(i));
            option.put("voter_count", votes.get(i));
        }
        poll.put("total_voter_count", votes.stream().mapToInt(Integer::intValue).sum());
        poll.put("is_closed", closed);
        poll.put("is_anonymous", false);
        poll.put("type", "regular");
        poll.put("allows_multiple_answers", false);
        return poll;
    }

    ObjectNode pollAnswer(Person person, String pollId, int option) {
        ObjectNode answer = node();
        answer.put("poll_id", pollId);
        answer.set("user", person.json());
        answer.putArray("option_ids").add(option);
        return answer;
    }

    ObjectNode boost(Room room, Person by, long date) {
        ObjectNode update = node();
        update.set("chat", room.json());
        ObjectNode boost = update.putObject("boost");
        boost.put("boost_id", dice.token("", 16));
        boost.put("add_date", date);
        boost.put("expiration_date", date + 30 * 86_400L);
        ObjectNode source = boost.putObject("source");
        source.put("source", "premium");
        source.set("user", by.json());
        return update;
    }

    ObjectNode businessConnection(String connectionId, Person owner, long date, boolean enabled) {
        ObjectNode connection = node();
        connection.put("id", connectionId);
        connection.set("user", owner.json());
        connection.put("user_chat_id", owner.id());
        connection.put("date", date);
        connection.putObject("rights").put("can_reply", true).put("can_read_messages", true);
        connection.put("is_enabled", enabled);
        return connection;
    }

    ObjectNode deletedBusinessMessages(String connectionId, ObjectNode message) {
        ObjectNode deleted = node();
        deleted.put("business_connection_id", connectionId);
        deleted.set("chat", message.path("chat").deepCopy());
        deleted.putArray("message_ids").add(message.path("message_id").asInt(0));
        return deleted;
    }

    private ObjectNode from(Person person) {
        ObjectNode query = node();
        query.put("id", dice.decimalId());
        query.set("from", person.json());
        return query;
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
