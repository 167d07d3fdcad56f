package dev.botsentinel.telegram;

import dev.botsentinel.request.Subject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who acts, and whether a person answers for it. A chat that speaks comes first: beside {@code sender_chat} the API puts
 * a fake user into {@code from}, for old bots, and whoever trusts it gives all anonymous admins one budget. A chat is no bot.
 */
record Identity(@Nullable Subject subject, boolean impersonal, boolean bot) {
    private static final List<String> CHATS = List.of("sender_chat", "actor_chat", "voter_chat");
    private static final List<String> USERS = List.of("from", "user");

    /** Telegram itself (automatic forwards), Group (anonymous admins) and Channel (posts in a channel's name). */
    private static final Set<String> PSEUDO_USERS = Set.of("777000", "1087968824", "136817688");

    static Identity of(JsonNode own, @Nullable String chat) {
        JsonNode speakingChat = first(own, CHATS);
        JsonNode actor = speakingChat != null ? speakingChat : first(own, USERS);
        String id = actor == null ? null : Fields.id(actor, "id");
        boolean chatsOwnName = speakingChat != null && id != null && id.equals(chat);
        return new Identity(
                id == null ? null : new Subject(id),
                chatsOwnName || Fields.isTrue(own, "is_automatic_forward"),
                actor != null && Fields.isTrue(actor, "is_bot"));
    }

    private static @Nullable JsonNode first(JsonNode own, List<String> names) {
        for (String name : names) {
            JsonNode object = Fields.object(own, name);
            String id = object == null ? null : Fields.id(object, "id");
            if (id != null && !PSEUDO_USERS.contains(id)) {
                return object;
            }
        }
        return null;
    }
}
