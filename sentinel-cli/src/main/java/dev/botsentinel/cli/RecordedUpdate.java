package dev.botsentinel.cli;

import dev.botsentinel.telegram.BotNames;
import dev.botsentinel.telegram.TelegramFormatException;
import dev.botsentinel.telegram.TelegramJson;
import dev.botsentinel.telegram.TelegramUpdate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One update of a recording, bare or in an envelope that says when it came.
 *
 * @param at what the clock is set to; null if it stands
 * @param update the update
 */
record RecordedUpdate(@Nullable Instant at, TelegramUpdate update) {

    private static final String UPDATE = "update";
    private static final String AT = "at";

    /**
     * Reads an update or an envelope.
     *
     * @param names what the bot is called
     * @throws BadLineException if it is no update
     */
    static RecordedUpdate read(byte[] line, BotNames names) throws BadLineException {
        try {
            return of(TelegramJson.read(line), names);
        } catch (TelegramFormatException e) {
            throw new BadLineException(e);
        }
    }

    private static RecordedUpdate of(JsonNode line, BotNames names) throws BadLineException {
        if (!line.isObject()) {
            throw new BadLineException(
                    "no JSON object; a line is an Update object or an envelope with \"at\" and \"update\"");
        }
        JsonNode inside = line.get(UPDATE);
        if (inside == null || line.has("update_id")) {
            return of(TelegramUpdate.of(line, names));
        }
        return at(line.get(AT), TelegramUpdate.of(inside, names));
    }

    /** An update whose own date is when it came. */
    static RecordedUpdate of(TelegramUpdate update) {
        Instant date = update.date();
        return new RecordedUpdate(date != null && VirtualClock.canCount(date) ? date : null, update);
    }

    private static RecordedUpdate at(@Nullable JsonNode at, TelegramUpdate update) throws BadLineException {
        return at == null ? of(update) : new RecordedUpdate(time(at), update);
    }

    private static Instant time(JsonNode at) throws BadLineException {
        Instant time = at.isString() ? Rfc3339.parse(at.stringValue()) : null;
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
