package dev.botsentinel.examples.day;

import java.util.Optional;

/**
 * Who a message is shown to come from: {@code from}, and {@code sender_chat} if it speaks in a chat's name. A
 * channel's own posts have no {@code from}.
 */
record Voice(Optional<Person> from, Optional<Room> senderChat) {

    static Voice of(Person person) {
        return new Voice(Optional.of(person), Optional.empty());
    }

    /** An administrator who hides behind the group. */
    static Voice anonymousAdminOf(Room group) {
        return new Voice(Optional.of(Person.GROUP_ANONYMOUS_BOT), Optional.of(group));
    }

    /** A user who writes in a group under his own channel's name. */
    static Voice asChannel(Room channel) {
        return new Voice(Optional.of(Person.CHANNEL_BOT), Optional.of(channel));
    }

    /** Telegram, which copies a channel's post into the linked group. */
    static Voice forwarding(Room channel) {
        return new Voice(Optional.of(Person.TELEGRAM), Optional.of(channel));
    }

    static Voice channelItself(Room channel) {
        return new Voice(Optional.empty(), Optional.of(channel));
    }
}
