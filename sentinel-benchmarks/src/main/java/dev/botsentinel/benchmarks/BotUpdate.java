package dev.botsentinel.benchmarks;

import dev.botsentinel.access.Principal;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.RequestMapper;

/** What a bot hands to the guard: an update of an own type, as a library would have parsed it. */
record BotUpdate(long userId, long chatId, String text) {

    /** Everybody is known, and may. */
    static final Principal SENDER = Principal.registered("user");

    /** The mapper that the application would write; it runs inside the measurement. */
    static RequestMapper<BotUpdate> mapper(String action) {
        return update -> Request.builder(action)
                .subject(update.userId)
                .chat(update.chatId)
                .text(update.text)
                .build();
    }
}
