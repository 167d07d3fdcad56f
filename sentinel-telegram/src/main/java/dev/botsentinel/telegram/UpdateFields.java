package dev.botsentinel.telegram;

import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.util.BitSet;
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

    @Nullable
    String mediaGroupId;

    boolean automaticForward;

    /** Of a message in a business account's chat. */
    @Nullable
    String businessConnectionId;

    boolean senderBusinessBot;
    boolean fromOffline;

    @Nullable
    String threadId;

    boolean topicMessage;

    @Nullable
    String directMessagesTopicId;

    @Nullable
    String replyId;

    @Nullable
    String replyEphemeralId;

    @Nullable
    String data;

    /** Of a callback its message's, else the own. */
    @Nullable
    String messageId;

    @Nullable
    String ephemeralMessageId;

    @Nullable
    String inlineMessageId;

    /** The edit_date of a callback's message. */
    @Nullable
    String messageEditDate;

    /** Seconds since the epoch; -1 if the API gives no time that can be printed. */
    long date = -1;

    /** Likewise; when the own object was edited. */
    long editDate = -1;

    /** The ranks of the fields that say what a message is; null for none. */
    private @Nullable BitSet contentFields;

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
        from = new Party(id, null, bot, false);
        return this;
    }

    /** The id of {@code sender_chat}. */
    public UpdateFields senderChat(long id) {
        senderChat = Party.of(id);
        return this;
    }

    /** The id of {@code chat}; of a callback, that of its message's. */
    public UpdateFields chat(long id) {
        chat = Party.of(id);
        return this;
    }

    /** The text of a message. */
    public UpdateFields text(@Nullable String text) {
        this.text = text == null ? null : Unicode.wellFormed(text);
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
        this.data = data == null ? null : Unicode.wellFormed(data);
        return this;
    }

    /** The {@code date} of the own object, in seconds since the epoch. */
    public UpdateFields date(long seconds) {
        date = printable(seconds);
        return this;
    }

    /** The {@code edit_date} of the own object, in seconds since the epoch. */
    public UpdateFields editDate(long seconds) {
        editDate = printable(seconds);
        return this;
    }

    /** The {@code message_thread_id} of a message that has {@code is_topic_message}; of a callback, of its message. */
    public UpdateFields topic(long threadId) {
        this.threadId = Long.toString(threadId);
        topicMessage = true;
        return this;
    }

    /** The {@code topic_id} of a message's {@code direct_messages_topic}; of a callback, of its message's. */
    public UpdateFields directMessagesTopic(long topicId) {
        directMessagesTopicId = Long.toString(topicId);
        return this;
    }

    /**
     * The message that a message replies to.
     *
     * @param id its {@code message_id}
     * @param ephemeralId its {@code ephemeral_message_id}; null for none
     */
    public UpdateFields replyTo(long id, @Nullable Integer ephemeralId) {
        replyId = Long.toString(id);
        replyEphemeralId = ephemeralId == null ? null : ephemeralId.toString();
        return this;
    }

    /** The {@code business_connection_id} of a callback's message. */
    public UpdateFields businessConnection(@Nullable String id) {
        businessConnectionId = id;
        return this;
    }

    /** The {@code edit_date} of a callback's message. */
    public UpdateFields messageEdited(long seconds) {
        messageEditDate = Long.toString(seconds);
        return this;
    }

    /** The {@code message_id} of a message; of a callback, of its message. */
    public UpdateFields message(long id) {
        messageId = Long.toString(id);
        return this;
    }

    /** The {@code ephemeral_message_id} of a message; of a callback, of its message. */
    public UpdateFields ephemeralMessage(long id) {
        ephemeralMessageId = Long.toString(id);
        return this;
    }

    /** The {@code inline_message_id} of a callback. */
    public UpdateFields inlineMessage(@Nullable String id) {
        inlineMessageId = id;
        return this;
    }

    /** The request that these fields make, if nobody knows what the bot is called. */
    public Request request() {
        return request(BotNames.UNKNOWN);
    }

    /**
     * The request that these fields make: all rules, in one place.
     *
     * @param names what the bot itself is called
     */
    public Request request(BotNames names) {
        String action = Actions.nameOf(this, names);
        Identity identity = Identity.of(this);
        Request.Builder request = Request.builder(action)
                .updateId(updateId)
                .impersonal(identity.impersonal())
                .deliberate(kind.isDeliberate())
                .topic(topic())
                .album(album())
                .exemption(Exemptions.of(this));
        subject(request, identity.subject());
        chat(request);
        if (editDate >= 0 || date >= 0) {
            request.sentAtSecond(editDate >= 0 ? editDate : date);
        }
        if (text != null && kind.shape() == Kind.Shape.MESSAGE && replyId == null) {
            request.text(text);
        } else {
            request.content(Contents.of(this));
        }
        path(request, action);
        return request.build();
    }

    private static void subject(Request.Builder request, @Nullable Party subject) {
        if (subject == null) {
            return;
        }
        request.bot(subject.bot());
        if (subject.longId() == null) {
            request.subject(subject.id());
        } else {
            request.subject(subject.longId());
        }
    }

    private void chat(Request.Builder request) {
        String apart = chatSpace();
        if (chat == null) {
            return;
        }
        if (apart != null) {
            String id = apart + "/" + chat.text();
            request.chat(id.length() <= Subject.MAX_ID_LENGTH ? id : null);
        } else if (chat.longId() == null) {
            request.chat(chat.id());
        } else {
            request.chat(chat.longId());
        }
    }

    /** Where the chat's number isn't that of the bot's own chat; null if it is. */
    private @Nullable String chatSpace() {
        if (businessConnectionId != null && !businessConnectionId.isEmpty()) {
            return Unicode.wellFormed(businessConnectionId);
        }
        return kind.isOfBusiness() ? "" : kind.field().equals("guest_message") ? "guest" : null;
    }

    private @Nullable String topic() {
        return directMessagesTopicId != null ? directMessagesTopicId : topicMessage ? threadId : null;
    }

    /** Whether a message is in the chat where users write to a channel. */
    boolean isInDirectMessages() {
        return directMessagesTopicId != null || (chat != null && chat.directMessages());
    }

    private @Nullable String album() {
        boolean one = mediaGroupId != null
                && kind.shape() == Kind.Shape.MESSAGE
                && !mediaGroupId.isEmpty()
                && mediaGroupId.length() <= LONGEST_ALBUM;
        return one ? mediaGroupId : null;
    }

    private void path(Request.Builder request, String action) {
        if (data != null && kind.shape() == Kind.Shape.CALLBACK) {
            request.path(Actions.callbackPath(data));
        } else if (kind.hasContentPath() && action.equals(kind.field())) {
            messagePath(request);
        }
    }

    private void messagePath(Request.Builder request) {
        if (text == null) {
            int first = contentFields == null ? -1 : contentFields.nextSetBit(0);
            if (first >= 0) {
                request.path(ContentField.path(first));
            }
        } else if (!isShort(text)) {
            request.path(TEXT_PATH);
        } else if (replyId == null) {
            request.pathWithText(TEXT_PATH);
        } else {
            request.path(TEXT_PATH + ":" + text);
        }
    }

    private static boolean isShort(String text) {
        return text.length() <= LONGEST_TEXT_IN_PATH
                || (text.length() <= 2 * LONGEST_TEXT_IN_PATH
                        && text.codePointCount(0, text.length()) <= LONGEST_TEXT_IN_PATH);
    }

    /** What a person wrote: the text, else the caption. */
    @Nullable
    String words() {
        return text != null || rest == null ? text : Fields.text(rest, "caption");
    }

    /** Notes whether a message has this field. */
    void content(ContentField field, boolean present) {
        if (contentFields == null) {
            if (!present) {
                return;
            }
            contentFields = new BitSet();
        }
        contentFields.set(field.rank(), present);
    }

    private static long printable(long seconds) {
        return seconds < 0 || seconds > LAST_SECOND ? -1 : seconds;
    }

    /** 9999-12-31T23:59:59Z: what RFC 3339 can still print. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** Longer than any the API makes; it ends in the memory of those who count albums. */
    private static final int LONGEST_ALBUM = 128;

    private static final String TEXT_PATH = "message:text";

    /** In code points: what the button of a keyboard says, by which a policy can name it. */
    private static final int LONGEST_TEXT_IN_PATH = 64;
}
