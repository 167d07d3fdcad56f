package dev.botsentinel.telegram;

import dev.botsentinel.request.Subject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who acts, and whether a person answers for it. A chat that speaks comes first: beside {@code sender_chat} the API puts
 * a fake user into {@code from}, for old bots, and whoever trusts it gives all anonymous admins one budget.
 */
record Identity(@Nullable Subject subject, boolean impersonal) {
    private static final List<String> CHATS = List.of("sender_chat", "actor_chat", "voter_chat");
    private static final List<String> USERS = List.of("from", "user");

    /** Telegram itself (automatic forwards), Group (anonymous admins) and Channel (posts in a channel's name). */
    private static final Set<String> PSEUDO_USERS = Set.of("777000", "1087968824", "136817688");

    static Identity of(JsonNode own, @Nullable String chat) {
        String speakingChat = firstId(own, CHATS);
        String id = speakingChat != null ? speakingChat : firstId(own, USERS);
        boolean chatsOwnName = speakingChat != null && speakingChat.equals(chat);
        return new Identity(
                id == null ? null : new Subject(id), chatsOwnName || Fields.isTrue(own, "is_automatic_forward"));
    }

    private static @Nullable String firstId(JsonNode own, List<String> names) {
        for (String name : names) {
            String id = Fields.idIn(own, name);
            if (id != null && !PSEUDO_USERS.contains(id)) {
                return id;
            }
        }
        return null;
    }
}
