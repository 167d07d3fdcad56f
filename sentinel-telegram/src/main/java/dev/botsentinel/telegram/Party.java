package dev.botsentinel.telegram;

import org.jspecify.annotations.Nullable;

/**
 * A user or a chat, as far as the rules read it: one that has an id.
 *
 * @param id the id; 0 if it doesn't fit 64 bits
 * @param longId the decimal text of an id that doesn't fit; null for any other
 * @param bot whether it is a user with {@code is_bot}
 * @param directMessages whether it is a chat with {@code is_direct_messages}
 */
record Party(long id, @Nullable String longId, boolean bot, boolean directMessages) {

    /** A user or chat of which the id is all that is known. */
    static Party of(long id) {
        return new Party(id, null, false, false);
    }

    /** Telegram itself (automatic forwards), Group (anonymous admins) and Channel (posts in a channel's name). */
    boolean isPseudoUser() {
        return longId == null && (id == 777000 || id == 1087968824 || id == 136817688);
    }

    boolean hasIdOf(Party other) {
        return longId == null ? other.longId == null && id == other.id : longId.equals(other.longId);
    }

    /** The id as its decimal text. */
    String text() {
        return longId == null ? Long.toString(id) : longId;
    }
}
