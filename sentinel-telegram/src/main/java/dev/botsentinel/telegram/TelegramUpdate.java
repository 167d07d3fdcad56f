package dev.botsentinel.telegram;

import dev.botsentinel.request.Request;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    /** 9999-12-31T23:59:59Z: what RFC 3339 can still print. */
    private static final long LAST_SECOND = 253_402_300_799L;
    /** Longer than any the API makes; it ends in the memory of those who count albums. */
    private static final int MAX_ALBUM_LENGTH = 128;

    private final long updateId;
    private final Kind kind;
    private final JsonNode own;
    private final JsonNode json;
    private final Request request;

    private TelegramUpdate(long updateId, Kind kind, JsonNode own, JsonNode json) {
        this.updateId = updateId;
        this.kind = kind;
        this.own = own;
        this.json = json;
        this.request = request(updateId, kind, own);
    }

    /**
     * Reads an update as {@code getUpdates} and webhooks deliver it.
     *
     * @param json one JSON object in UTF-8
     * @throws TelegramFormatException if it is no update
     */
    public static TelegramUpdate parse(byte[] json) {
        return of(TelegramJson.read(json));
    }

    /**
     * Reads an update as {@code getUpdates} and webhooks deliver it.
     *
     * @param json one JSON object
     * @throws TelegramFormatException if it is no update
     */
    public static TelegramUpdate parse(String json) {
        return of(TelegramJson.read(json));
    }

    /**
     * Reads an update that is JSON already, for instance out of an envelope.
     *
     * @param update the {@code Update} object; kept, so don't change it afterwards
     * @throws TelegramFormatException if it is no update
     */
    public static TelegramUpdate of(JsonNode update) {
        if (!update.isObject()) {
            throw new TelegramFormatException("no JSON object: an update is an object with update_id, this is "
                    + update.getNodeType().name());
        }
        long updateId = updateId(update);
        String field = kindField(update);
        return new TelegramUpdate(updateId, Kind.of(field), update.get(field), update);
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
        Long seconds = Fields.whole(own, kind.dateField());
        return seconds == null || seconds < 0 || seconds > LAST_SECOND ? null : Instant.ofEpochSecond(seconds);
    }

    /** What Sentinel decides on. */
    public Request request() {
        return request;
    }

    /** The update as it was read, for the handler; not to be changed. */
    public JsonNode json() {
        return json;
    }

    /** Names number and kind; never the content. */
    @Override
    public String toString() {
        return "TelegramUpdate[" + updateId + ", " + kind.field() + "]";
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

    /** All rules, in one place. */
    private static Request request(long updateId, Kind kind, JsonNode own) {
        String chat = chat(kind, own);
        Identity identity = Identity.of(own, chat);
        return Request.builder(Actions.nameOf(kind, own))
                .updateId(updateId)
                .subject(identity.subject())
                .impersonal(identity.impersonal())
                .bot(identity.bot())
                .chat(chat)
                .content(Contents.of(kind, own))
                .album(album(kind, own))
                .exemption(Exemptions.of(kind, own))
                .build();
    }

    private static @Nullable String chat(Kind kind, JsonNode own) {
        JsonNode holder = kind.shape() == Kind.Shape.CALLBACK ? Fields.object(own, "message") : own;
        return holder == null ? null : Fields.idIn(holder, "chat");
    }

    private static @Nullable String album(Kind kind, JsonNode own) {
        String album = kind.shape() == Kind.Shape.MESSAGE ? Fields.text(own, "media_group_id") : null;
        return album == null || album.isEmpty() || album.length() > MAX_ALBUM_LENGTH ? null : album;
    }
}
