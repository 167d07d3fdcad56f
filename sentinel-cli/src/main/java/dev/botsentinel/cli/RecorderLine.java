package dev.botsentinel.cli;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the lines that a {@link dev.botsentinel.record.Recorder} writes. */
final class RecorderLine {

    private RecorderLine() {}

    /**
     * Reads a line.
     *
     * @return null if no recorder has written it
     * @throws BadLineException if it is damaged
     */
    static @Nullable RecordedLine read(JsonNode line, Instant at) throws BadLineException {
        try {
            JsonNode request = line.get("request");
            if (request != null) {
                return new RecordedLine.Update(at, null, request(request));
            }
            JsonNode principal = line.get("principal");
            if (principal != null) {
                return new RecordedLine.Principal(at, required(principal, "subject"), resolution(principal));
            }
            JsonNode gap = line.get("gap");
            return gap == null
                    ? null
                    : new RecordedLine.Gap(at, gap.path("missing").asLong(0));
        } catch (IllegalArgumentException e) {
            throw new BadLineException("damaged: no line as a recorder writes it");
        }
    }

    private static Request request(JsonNode line) throws BadLineException {
        String content = text(line, "content");
        String updateId = text(line, "updateId");
        String sentAt = text(line, "sentAt");
        String exemption = text(line, "exemption");
        String path = text(line, "path");
        String subject = text(line, "subject");
        Request.Builder builder = Request.builder(required(line, "action"))
                .chat(text(line, "chat"))
                .topic(text(line, "topic"))
                .space(text(line, "space"))
                .content(content == null ? null : Content.of("recorded", content))
                .album(text(line, "album"))
                .sentAt(sentAt == null ? null : Rfc3339.parse(sentAt))
                .exemption(exemption == null ? Exemption.NONE : Exemption.valueOf(exemption.toUpperCase(Locale.ROOT)))
                .impersonal(flag(line, "impersonal"))
                .deliberate(!flag(line, "undeliberate"))
                .bot(flag(line, "bot"));
        builder = subject == null ? builder : builder.subject(subject);
        builder = updateId == null ? builder : builder.updateId(updateId);
        return (path == null ? builder : builder.path(path)).build();
    }

    private static Resolution resolution(JsonNode line) {
        if (flag(line, "vetoed")) {
            return Resolution.veto();
        }
        if (flag(line, "unresolved")) {
            return new Resolution.Unresolved();
        }
        Set<String> roles = new HashSet<>();
        line.path("roles").forEach(role -> roles.add(role.asString()));
        String stepUpAt = text(line, "stepUpAt");
        return Resolution.of(
                new Principal(flag(line, "registered"), roles, stepUpAt == null ? null : Rfc3339.parse(stepUpAt)));
    }

    private static String required(JsonNode line, String key) throws BadLineException {
        String text = text(line, key);
        if (text == null) {
            throw new BadLineException("damaged: no " + key + ", as a recorder writes it");
        }
        return text;
    }

    private static @Nullable String text(JsonNode line, String key) {
        JsonNode value = line.get(key);
        return value == null ? null : value.asString();
    }

    private static boolean flag(JsonNode line, String key) {
        return line.path(key).asBoolean(false);
    }
}
