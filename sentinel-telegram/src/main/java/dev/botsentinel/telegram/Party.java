package dev.botsentinel.telegram;

import org.jspecify.annotations.Nullable;

/**
 * A user or a chat, as far as the rules read it: one that has an id.
 *
 * @param id the id; 0 if it doesn't fit 64 bits
 * @param longId the decimal text of an id that doesn't fit; null for any other
 * @param bot whether it is a user with {@code is_bot}
 */
record Party(long id, @Nullable String longId, boolean bot) {

    /** Telegram itself (automatic forwards), Group (anonymous admins) and Channel (posts in a channel's name). */
    boolean isPseudoUser() {
        return longId == null && (id == 777000 || id == 1087968824 || id == 136817688);
    }

    boolean hasIdOf(Party other) {
        return longId == null ? other.longId == null && id == other.id : longId.equals(other.longId);
    }
}
