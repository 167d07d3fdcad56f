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
        Party subject = speakingChat != null ? speakingChat : user(fields);
        boolean impersonal = fields.automaticForward
                || (speakingChat != null && isOwnName(speakingChat, fields))
                || isOfTheAccount(fields);
        return new Identity(subject, impersonal);
    }

    private static @Nullable Party user(UpdateFields fields) {
        return switch (fields.kind.field()) {
            // A post that names no chat is somebody's whom the API doesn't give.
            case "channel_post", "edited_channel_post" -> null;
            // Drafts are streamed in private chats alone, where the chat is the user.
            case "stopped_message_generation" -> fields.chat != null && fields.chat.id() > 0 ? fields.chat : null;
            default -> first(fields.from, fields.user, null);
        };
    }

    /** A chat within itself; a channel in its direct messages, which are a chat of their own. */
    private static boolean isOwnName(Party speakingChat, UpdateFields fields) {
        boolean itself = fields.chat != null && speakingChat.hasIdOf(fields.chat);
        boolean answers = fields.kind.isMessage() && speakingChat.equals(fields.senderChat);
        return itself || (answers && fields.isInDirectMessages());
    }

    /** Sent by the owner of a business account, or by a bot for it: not by the customer whose chat it is. */
    private static boolean isOfTheAccount(UpdateFields fields) {
        return fields.kind.isBusinessMessage()
                && (fields.senderBusinessBot
                        || fields.fromOffline
                        || (fields.from != null && fields.chat != null && !fields.from.hasIdOf(fields.chat)));
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
