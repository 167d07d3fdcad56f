package dev.botsentinel.telegram;

import dev.botsentinel.request.Request;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the rules read of one update. An adapter for a library that has parsed the update already fills in what its objects
 * hold and gets the request that the update's JSON would give:
 *
 * <pre>{@code
 * Request request = UpdateFields.of("message", 7).from(42, false).chat(-100).text("hi").request();
 * }</pre>
 *
 * <p>That suits text messages and callbacks. An update with anything else that counts, such as media, a caption, a payment
 * or a migration, goes to {@link TelegramUpdate} as JSON; so does any kind that has other fields. A field that isn't set is
 * absent. Not thread-safe.
 */
public final class UpdateFields {

    final Kind kind;
    private long updateId;

    @Nullable
    Party from;

    @Nullable
    Party user;

    @Nullable
    Party senderChat;

    @Nullable
    Party actorChat;

    @Nullable
    Party voterChat;

    /** Where it happened; of a callback the chat of its message. */
    @Nullable
    Party chat;

    @Nullable
    String text;

    /** The length of the {@code bot_command} at the start of the text; 0 if there is none. */
    long commandLength;

    @Nullable
    String mediaGroupId;

    boolean automaticForward;

    @Nullable
    String data;

    @Nullable
    String messageId;

    @Nullable
    String ephemeralMessageId;

    @Nullable
    String inlineMessageId;

    /** Seconds since the epoch; -1 if the API gives no time that can be printed. */
    long date = -1;

    /** The other fields that some rule reads, as they are. */
    @Nullable
    ObjectNode rest;

    UpdateFields(Kind kind) {
        this.kind = kind;
    }

    /**
     * The fields of an update of this kind.
     *
     * @param kind the field of {@code Update} that holds the update's own object: {@code message}, {@code callback_query}
     */
    public static UpdateFields of(String kind, long updateId) {
        return new UpdateFields(Kind.of(kind)).updateId(updateId);
    }

    UpdateFields updateId(long updateId) {
        this.updateId = updateId;
        return this;
    }

    long updateId() {
        return updateId;
    }

    /** The {@code from} of the own object: its id and {@code is_bot}. */
    public UpdateFields from(long id, boolean bot) {
        from = new Party(id, null, bot);
        return this;
    }

    /** The id of {@code sender_chat}. */
    public UpdateFields senderChat(long id) {
        senderChat = new Party(id, null, false);
        return this;
    }

    /** The id of {@code chat}; of a callback, that of its message's. */
    public UpdateFields chat(long id) {
        chat = new Party(id, null, false);
        return this;
    }

    /** The text of a message. */
    public UpdateFields text(@Nullable String text) {
        this.text = text;
        return this;
    }

    /**
     * Says that a {@code bot_command} entity opens the text, at offset 0. Of several the first counts.
     *
     * @param length the entity's, in UTF-16 units
     */
    public UpdateFields command(long length) {
        if (commandLength == 0 && length >= Actions.SHORTEST) {
            commandLength = length;
        }
        return this;
    }

    /** The {@code media_group_id} of a message. */
    public UpdateFields mediaGroup(@Nullable String id) {
        mediaGroupId = id;
        return this;
    }

    /** Whether a message has {@code is_automatic_forward}. */
    public UpdateFields automaticForward(boolean automatic) {
        automaticForward = automatic;
        return this;
    }

    /** The {@code data} of a callback. */
    public UpdateFields data(@Nullable String data) {
        this.data = data;
        return this;
    }

    /** The {@code message_id} of a callback's message. */
    public UpdateFields message(long id) {
        messageId = Long.toString(id);
        return this;
    }

    /** The {@code ephemeral_message_id} of a callback's message. */
    public UpdateFields ephemeralMessage(long id) {
        ephemeralMessageId = Long.toString(id);
        return this;
    }

    /** The {@code inline_message_id} of a callback. */
    public UpdateFields inlineMessage(@Nullable String id) {
        inlineMessageId = id;
        return this;
    }

    /** The request that these fields make: all rules, in one place. */
    public Request request() {
        Identity identity = Identity.of(this);
        Request.Builder request = Request.builder(Actions.nameOf(this))
                .updateId(updateId)
                .impersonal(identity.impersonal())
                .album(album())
                .exemption(Exemptions.of(this));
        Party subject = identity.subject();
        if (subject != null) {
            request.bot(subject.bot());
            if (subject.longId() == null) {
                request.subject(subject.id());
            } else {
                request.subject(subject.longId());
            }
        }
        if (chat != null) {
            if (chat.longId() == null) {
                request.chat(chat.id());
            } else {
                request.chat(chat.longId());
            }
        }
        if (text != null && kind.isMessage()) {
            request.text(text);
        } else {
            request.content(Contents.of(this));
        }
        return request.build();
    }

    private @Nullable String album() {
        boolean one = mediaGroupId != null
                && kind.shape() == Kind.Shape.MESSAGE
                && !mediaGroupId.isEmpty()
                && mediaGroupId.length() <= LONGEST_ALBUM;
        return one ? mediaGroupId : null;
    }

    /** Longer than any the API makes; it ends in the memory of those who count albums. */
    private static final int LONGEST_ALBUM = 128;
}
