package dev.botsentinel.examples.day;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Telegram user. Empty {@code lastName}, {@code username} and {@code language} mean that Telegram doesn't send them.
 */
record Person(
        long id, boolean bot, String firstName, String lastName, String username, String language, boolean premium) {

    /** The bot that all this is sent to. */
    static final Person THE_BOT = new Person(7_402_159_836L, true, "Kestrel Purse", "", "kestrel_purse_bot", "", false);

    /** Telegram's pseudo users: they stand in {@code from} where a chat speaks, and are nobody. */
    static final Person TELEGRAM = new Person(777_000, false, "Telegram", "", "", "", false);

    static final Person GROUP_ANONYMOUS_BOT =
            new Person(1_087_968_824, true, "Group", "", "GroupAnonymousBot", "", false);
    static final Person CHANNEL_BOT = new Person(136_817_688, true, "Channel", "", "Channel_Bot", "", false);

    ObjectNode json() {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        user.put("id", id);
        user.put("is_bot", bot);
        putNames(user);
        putUnlessEmpty(user, "language_code", language);
        if (premium) {
            user.put("is_premium", true);
        }
        return user;
    }

    void putNames(ObjectNode target) {
        target.put("first_name", firstName);
        putUnlessEmpty(target, "last_name", lastName);
        putUnlessEmpty(target, "username", username);
    }

    private static void putUnlessEmpty(ObjectNode target, String field, String value) {
        if (!value.isEmpty()) {
            target.put(field, value);
        }
    }
}
