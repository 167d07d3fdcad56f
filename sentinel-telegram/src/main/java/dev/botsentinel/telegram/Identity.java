package dev.botsentinel.telegram;

import org.jspecify.annotations.Nullable;

/**
 * Who acts, and whether a person answers for it. A chat that speaks comes first: beside {@code sender_chat} the API puts
 * a fake user into {@code from}, for old bots; trusting it would give all anonymous admins one budget. A chat is no bot.
 *
 * @param subject who acts; null for nobody
 */
record Identity(@Nullable Party subject, boolean impersonal) {

    static Identity of(UpdateFields fields) {
        Party speakingChat = first(fields.senderChat, fields.actorChat, fields.voterChat);
        Party subject = speakingChat != null ? speakingChat : first(fields.from, fields.user, null);
        boolean chatsOwnName = speakingChat != null && fields.chat != null && speakingChat.hasIdOf(fields.chat);
        return new Identity(subject, chatsOwnName || fields.automaticForward);
    }

    private static @Nullable Party first(@Nullable Party one, @Nullable Party other, @Nullable Party last) {
        if (isReal(one)) {
            return one;
        }
        return isReal(other) ? other : isReal(last) ? last : null;
    }

    private static boolean isReal(@Nullable Party party) {
        return party != null && !party.isPseudoUser();
    }
}
