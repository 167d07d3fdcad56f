package dev.botsentinel.record;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.record.Pseudonyms.Kind;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a recording, of plain ASCII. Of what comes from outside they have hashes and flags alone.
 *
 * <p>Own code and no library: core would bring a JSON library to every bot for this.
 */
final class RecordedLines {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final Pseudonyms pseudonyms;
    private final StringBuilder line = new StringBuilder(512);

    RecordedLines(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /** A request that was decided on. */
    byte[] request(Instant at, Request request, KnownWords words) {
        begin(at, "request");
        String action = words.action(request.actionName(), pseudonyms);
        String path = words.path(request.path(), request.actionName(), action, pseudonyms);
        text("action", action);
        text("path", path.equals(action) ? null : path);
        hash("subject", Kind.ID, request.subjectId());
        hash("chat", Kind.ID, request.chat());
        hash("topic", Kind.TOPIC, request.topic());
        hash("space", Kind.SPACE, request.space());
        Content content = request.content();
        text("content", content == null ? null : pseudonyms.of(content));
        hash("album", Kind.ALBUM, request.album());
        if (request.hasUpdateId()) {
            String text = request.updateIdText();
            hash(
                    "updateId",
                    text == null ? Kind.NUMBERED_UPDATE : Kind.NAMED_UPDATE,
                    text == null ? Long.toString(request.updateId()) : text);
        }
        Instant sentAt = request.sentAt();
        text("sentAt", sentAt == null ? null : sentAt.toString());
        boolean exempt = request.exemption() != Exemption.NONE;
        text("exemption", exempt ? request.exemption().name().toLowerCase(Locale.ROOT) : null);
        flag("impersonal", request.impersonal());
        flag("undeliberate", !request.deliberate());
        flag("bot", request.bot());
        return end();
    }

    /** Whom the guard takes a subject for from now on. */
    byte[] principal(Instant at, String subjectId, Resolution resolution, KnownWords words) {
        begin(at, "principal");
        hash("subject", Kind.ID, subjectId);
        if (resolution instanceof Resolution.Resolved resolved) {
            principal(resolved.principal(), words);
        } else {
            flag(resolution instanceof Resolution.Vetoed ? "vetoed" : "unresolved", true);
        }
        return end();
    }

    private void principal(Principal principal, KnownWords words) {
        flag("registered", principal.registered());
        key("roles").append('[');
        String separator = "";
        for (String role : new TreeSet<>(principal.roles())) {
            line.append(separator);
            quote(words.role(role, pseudonyms));
            separator = ",";
        }
        line.append(']');
        Instant stepUpAt = principal.stepUpAt();
        text("stepUpAt", stepUpAt == null ? null : stepUpAt.toString());
    }

    /** That this many lines are missing here. */
    byte[] gap(Instant at, long missing) {
        begin(at, "gap");
        key("missing").append(missing);
        return end();
    }

    private void begin(Instant at, String kind) {
        line.setLength(0);
        line.append("{\"at\":\"")
                .append(at.truncatedTo(ChronoUnit.MICROS))
                .append("\",\"")
                .append(kind)
                .append("\":{");
    }

    private byte[] end() {
        return line.append("}}\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void hash(String key, Kind kind, @Nullable String id) {
        text(key, id == null ? null : pseudonyms.of(kind, id));
    }

    private void flag(String key, boolean value) {
        if (value) {
            key(key).append(true);
        }
    }

    private void text(String key, @Nullable String value) {
        if (value != null) {
            StringBuilder unused = key(key);
            quote(value);
        }
    }

    private StringBuilder key(String key) {
        if (line.charAt(line.length() - 1) != '{') {
            line.append(',');
        }
        return line.append('"').append(key).append("\":");
    }

    private void quote(String value) {
        line.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c <= '~' && c != '"' && c != '\\') {
                line.append(c);
            } else {
                line.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 0xF])
                        .append(HEX[c >> 4 & 0xF])
                        .append(HEX[c & 0xF]);
            }
        }
        line.append('"');
    }
}
