package dev.botsentinel.telegram;

import dev.botsentinel.policy.Quote;
import dev.botsentinel.request.Request;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * One update of the Telegram Bot API, read: its number, its kind, its time, and what Sentinel has to know of it. A guard
 * over raw webhook bodies is
 *
 * <pre>{@code
 * RequestMapper<TelegramUpdate> mapper = TelegramUpdate::request;
 * TelegramUpdate update = TelegramUpdate.parse(body);
 * }</pre>
 *
 * <p>Fields and kinds that the API adds later are tolerated; a field of the wrong type counts as absent. What is an error
 * is only an input without {@code update_id} or without an object beside it. Reading is linear in the input, and
 * bounded as {@link TelegramJson} says. Immutable as long as nobody changes {@link #json()}.
 */
public final class TelegramUpdate {
    private final long updateId;
    private final Kind kind;
    /** Seconds since the epoch; -1 for none. */
    private final long date;

    private final Request request;
    /** The update as a tree; until it is needed, the bytes or the text that it is made of. */
    private volatile Object json;

    private TelegramUpdate(UpdateFields fields, Object json, BotNames names) {
        this.updateId = fields.updateId();
        this.kind = fields.kind;
        this.date = fields.kind.isEdit() ? fields.editDate : fields.date;
        this.request = fields.request(names);
        this.json = json;
    }

    /**
     * Reads an update as {@code getUpdates} and webhooks deliver it.
     *
     * @param json one JSON object in UTF-8; bytes that are no UTF-8 become U+FFFD, UTF-16 and UTF-32 are no JSON
     * @throws TelegramFormatException if it is no update
     */
    public static TelegramUpdate parse(byte[] json) {
        return parse(json, BotNames.UNKNOWN);
    }

    /** Reads an update, knowing what the bot is called: a command for another bot is none. */
    public static TelegramUpdate parse(byte[] json, BotNames names) {
        if (!TelegramJson.isPlain(json)) {
            return parse(TelegramJson.decode(json), names);
        }
        UpdateFields fields = json.length > TelegramJson.MAX_STRING ? null : usual(TelegramJson.tokens(json));
        return fields == null ? of(TelegramJson.read(json), names) : new TelegramUpdate(fields, json.clone(), names);
    }

    /**
     * Reads an update as {@code getUpdates} and webhooks deliver it.
     *
     * @param json one JSON object
     * @throws TelegramFormatException if it is no update
     */
    public static TelegramUpdate parse(String json) {
        return parse(json, BotNames.UNKNOWN);
    }

    /** Reads an update, knowing what the bot is called: a command for another bot is none. */
    public static TelegramUpdate parse(String json, BotNames names) {
        UpdateFields fields = json.length() > TelegramJson.MAX_STRING ? null : usual(TelegramJson.tokens(json));
        return fields == null ? of(TelegramJson.read(json), names) : new TelegramUpdate(fields, json, names);
    }

    /** Null where only a tree will do: what is skipped is never measured, so no string may be longer than the bound. */
    private static @Nullable UpdateFields usual(JsonParser json) {
        try (json) {
            return new UpdateReader(json).usual();
        } catch (JacksonException e) {
            throw TelegramJson.unreadable(e);
        }
    }

    /**
     * Reads an update that is JSON already, for instance out of an envelope.
     *
     * @param update the {@code Update} object; kept, so don't change it afterwards
     * @throws TelegramFormatException if it is no update
     */
    public static TelegramUpdate of(JsonNode update) {
        return of(update, BotNames.UNKNOWN);
    }

    /** Reads an update that is JSON already, knowing what the bot is called: a command for another bot is none. */
    public static TelegramUpdate of(JsonNode update, BotNames names) {
        if (!update.isObject()) {
            throw new TelegramFormatException("no JSON object: an update is an object with update_id, this is "
                    + update.getNodeType().name());
        }
        long updateId = updateId(update);
        String field = kindField(update);
        JsonParser own = TelegramJson.tokens(update.get(field));
        own.nextToken();
        return new TelegramUpdate(new UpdateReader(own).own(Kind.of(field)).updateId(updateId), update, names);
    }

    /** The platform's number of this update. */
    public long updateId() {
        return updateId;
    }

    /** The Bot API's name of the field that holds the update's own object, for instance {@code message}. */
    public String kind() {
        return kind.field();
    }

    /**
     * When it happened: {@code date} of the update's own object, {@code edit_date} if it is an edit. Null where the API
     * gives none (a callback, an inline query), and if it lies before 1970 or after the year 9999.
     */
    public @Nullable Instant date() {
        return date < 0 ? null : Instant.ofEpochSecond(date);
    }

    /** What Sentinel decides on. */
    public Request request() {
        return request;
    }

    /** The update as a tree, for the handler; made when first asked for, and not to be changed. */
    public JsonNode json() {
        return json instanceof JsonNode tree ? tree : tree();
    }

    private synchronized JsonNode tree() {
        Object known = json;
        JsonNode tree = known instanceof byte[] bytes
                ? TelegramJson.read(bytes)
                : known instanceof String text ? TelegramJson.read(text) : (JsonNode) known;
        json = tree;
        return tree;
    }

    /** Names number and kind, on one line; never the content. */
    @Override
    public String toString() {
        return "TelegramUpdate[" + updateId + ", " + Quote.bare(kind.field()) + "]";
    }

    private static long updateId(JsonNode update) {
        if (!update.has("update_id")) {
            throw new TelegramFormatException("no update_id: is this an Update object as getUpdates returns it?");
        }
        Long updateId = Fields.whole(update, "update_id");
        if (updateId == null) {
            throw new TelegramFormatException("update_id is no 64-bit integer");
        }
        return updateId;
    }

    /** The first field with an object, one that today's API knows before any other. */
    private static String kindField(JsonNode update) {
        String unknown = null;
        for (Map.Entry<String, JsonNode> field : update.properties()) {
            String name = field.getKey();
            if (!field.getValue().isObject() || name.isEmpty()) {
                continue;
            }
            if (Kind.isKnown(name)) {
                return name;
            }
            unknown = unknown == null ? name : unknown;
        }
        if (unknown == null) {
            throw new TelegramFormatException("no update object beside update_id, such as message or callback_query");
        }
        return unknown;
    }
}
