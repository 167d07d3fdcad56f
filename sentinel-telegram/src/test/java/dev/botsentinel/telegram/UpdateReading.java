package dev.botsentinel.telegram;

import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import java.time.Instant;

/** All that is read from an update, comparable. */
record UpdateReading(
        long updateId,
        String kind,
        Instant date,
        String action,
        String path,
        String subject,
        String chat,
        String topic,
        Instant sentAt,
        Content content,
        String album,
        Exemption exemption,
        boolean impersonal,
        boolean deliberate,
        boolean bot) {

    static UpdateReading of(TelegramUpdate update) {
        return of(update.request(), update.kind(), update.date());
    }

    static UpdateReading of(Request request, String kind, Instant date) {
        return new UpdateReading(
                request.updateId(),
                kind,
                date,
                request.action().name(),
                request.path(),
                request.subject() == null ? null : request.subject().id(),
                request.chat(),
                request.topic(),
                request.sentAt(),
                request.content(),
                request.album(),
                request.exemption(),
                request.impersonal(),
                request.deliberate(),
                request.bot());
    }
}
