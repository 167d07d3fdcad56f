package dev.botsentinel.telegram;

import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import java.time.Instant;

/** All that is read from an update, comparable. */
record Facts(
        long updateId,
        String kind,
        Instant date,
        String action,
        String subject,
        String chat,
        Content content,
        String album,
        Exemption exemption,
        boolean impersonal) {

    static Facts of(TelegramUpdate update) {
        Request request = update.request();
        return new Facts(
                update.updateId(),
                update.kind(),
                update.date(),
                request.action().name(),
                request.subject() == null ? null : request.subject().id(),
                request.chat(),
                request.content(),
                request.album(),
                request.exemption(),
                request.impersonal());
    }
}
