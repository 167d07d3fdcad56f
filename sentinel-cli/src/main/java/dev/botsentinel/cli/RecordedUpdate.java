package dev.botsentinel.cli;

import dev.botsentinel.telegram.BotNames;
import dev.botsentinel.telegram.TelegramFormatException;
import dev.botsentinel.telegram.TelegramJson;
import dev.botsentinel.telegram.TelegramUpdate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads updates of recordings: bare, or in an envelope that says when they came, or as a recorder has written them. */
final class RecordedUpdate {

    private static final String UPDATE = "update";
    private static final String AT = "at";

    private RecordedUpdate() {}

    /**
     * Reads an update or an envelope.
     *
     * @param names what the bot is called
     * @throws BadLineException if it is no update
     */
    static RecordedLine read(byte[] line, BotNames names) throws BadLineException {
        try {
            return of(TelegramJson.read(line), names);
        } catch (TelegramFormatException e) {
            throw new BadLineException(e);
        }
    }

    private static RecordedLine of(JsonNode line, BotNames names) throws BadLineException {
        if (!line.isObject()) {
            throw new BadLineException(
                    "no JSON object; a line is an Update object or an envelope with \"at\" and \"update\"");
        }
        JsonNode at = line.get(AT);
        JsonNode inside = line.get(UPDATE);
        if (line.has("update_id")) {
            return of(TelegramUpdate.of(line, names));
        }
        if (inside == null) {
            RecordedLine recorded = at == null ? null : RecorderLine.read(line, time(at));
            return recorded == null ? of(TelegramUpdate.of(line, names)) : recorded;
        }
        TelegramUpdate update = TelegramUpdate.of(inside, names);
        return at == null ? of(update) : new RecordedLine.Update(time(at), update.updateId(), update.request());
    }

    /** An update whose own date is when it came. */
    static RecordedLine of(TelegramUpdate update) {
        Instant date = update.date();
        return new RecordedLine.Update(
                date != null && VirtualClock.canCount(date) ? date : null, update.updateId(), update.request());
    }

    private static Instant time(@Nullable JsonNode at) throws BadLineException {
        Instant time = at != null && at.isString() ? Rfc3339.parse(at.stringValue()) : null;
        if (time == null) {
            throw new BadLineException(
                    "\"at\" is no RFC 3339 date-time; write it as a string like \"2026-01-01T00:00:00.250Z\"");
        }
        if (!VirtualClock.canCount(time)) {
            throw new BadLineException("\"at\" is after " + VirtualClock.LAST + ", the last instant from which every"
                    + " time span can be counted exactly");
        }
        return time;
    }
}
