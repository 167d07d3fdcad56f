package dev.botsentinel.request;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one update on which the chain decides. Immutable; made by a {@link RequestMapper}:
 *
 * <pre>{@code
 * Request request = Request.builder("/transfer").subject("42").chat("-100").content(Content.text("/transfer 5")).build();
 * }</pre>
 */
public final class Request {

    private static final int HAS_UPDATE_ID = 1;
    private static final int IMPERSONAL = 2;
    private static final int BOT = 4;
    private static final int EXEMPT = 8;
    private static final int EXEMPT_UNLESS_BLOCKED = 16;

    private final String action;
    /** Null without a subject, and for one whose id is a number. */
    private final @Nullable String subjectText;

    private final @Nullable String chatText;
    /** The content, if it is plain text; all other content is in {@code content}. */
    private final @Nullable String text;

    private final @Nullable Content content;
    private final @Nullable String album;
    private final long subjectNumber;
    private final long chatNumber;
    private final long updateId;
    private final byte subjectKind;
    private final byte chatKind;
    private final byte flags;

    private Request(Builder builder) {
        this.action = builder.action;
        this.subjectText = builder.subjectText;
        this.subjectNumber = builder.subjectNumber;
        this.subjectKind = builder.subjectKind;
        this.chatText = builder.chatText;
        this.chatNumber = builder.chatNumber;
        this.chatKind = builder.chatKind;
        this.text = builder.text;
        this.content = builder.content;
        this.updateId = builder.updateId;
        this.album = builder.album;
        this.flags = (byte) builder.flags;
    }

    private Request(Request other) {
        this.action = other.action;
        this.subjectText = other.subjectText;
        this.subjectNumber = other.subjectNumber;
        this.subjectKind = other.subjectKind;
        this.chatText = other.chatText;
        this.chatNumber = other.chatNumber;
        this.chatKind = other.chatKind;
        this.text = null;
        this.content = null;
        this.updateId = other.updateId;
        this.album = other.album;
        this.flags = other.flags;
    }

    /**
     * A builder for a request of the action with this name.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public static Builder builder(String action) {
        return new Builder(Action.checked(action));
    }

    /** A builder for a request of this action. */
    public static Builder builder(Action action) {
        return new Builder(action.name());
    }

    /** What is asked. */
    public Action action() {
        return new Action(action);
    }

    /** The name of {@link #action()}. */
    public String actionName() {
        return action;
    }

    /** Who asks; null for updates in nobody's name. */
    public @Nullable Subject subject() {
        String id = subjectId();
        return id == null ? null : new Subject(id);
    }

    /** Whether somebody asks. */
    public boolean hasSubject() {
        return subjectKind != Id.NONE;
    }

    /** The id of {@link #subject()}; null without one. Makes the text of a numeric id anew each time. */
    public @Nullable String subjectId() {
        return subjectKind == Id.NUMBER ? Long.toString(subjectNumber) : subjectText;
    }

    /** Whether the subject's id is a number, see {@link NumericId}. */
    public boolean isSubjectNumber() {
        return subjectKind == Id.NUMBER;
    }

    /** The subject's id as a number; 0 if it is none. */
    public long subjectNumber() {
        return subjectNumber;
    }

    /**
     * The id of the chat it happened in; null where there is none, as for inline queries. Makes the text of a numeric id
     * anew each time.
     */
    public @Nullable String chat() {
        return chatKind == Id.NUMBER ? Long.toString(chatNumber) : chatText;
    }

    /** Whether it happened in a chat. */
    public boolean hasChat() {
        return chatKind != Id.NONE;
    }

    /** Whether the chat's id is a number, see {@link NumericId}. */
    public boolean isChatNumber() {
        return chatKind == Id.NUMBER;
    }

    /** The chat's id as a number; 0 if it is none. */
    public long chatNumber() {
        return chatNumber;
    }

    /** What makes a repeat of this update recognisable; null if it is never a duplicate. */
    public @Nullable Content content() {
        return text != null ? Content.text(text) : content;
    }

    /** Whether a repeat of this update is recognisable. */
    public boolean hasContent() {
        return text != null || content != null;
    }

    /** The content if it is plain text; null if there is none, or it is of another kind. */
    public @Nullable String text() {
        return text;
    }

    /** Whether the platform numbers this update, by which a redelivery is recognised. */
    public boolean hasUpdateId() {
        return (flags & HAS_UPDATE_ID) != 0;
    }

    /** The platform's own number of the update; 0 without one. */
    public long updateId() {
        return updateId;
    }

    /** The album (media group) this update is a part of; null if none. Parts of one album are charged once. */
    public @Nullable String album() {
        return album;
    }

    /** Whether the update may be dropped. */
    public Exemption exemption() {
        return (flags & EXEMPT) != 0
                ? Exemption.ALWAYS
                : (flags & EXEMPT_UNLESS_BLOCKED) != 0 ? Exemption.UNLESS_BLOCKED : Exemption.NONE;
    }

    /**
     * Whether no person answers for this update although it has a subject: a message in the chat's own name or an
     * automatic forward. It holds no role, and its denials make nobody an offender.
     */
    public boolean impersonal() {
        return (flags & IMPERSONAL) != 0;
    }

    /** Whether the subject is known to be a bot itself. */
    public boolean bot() {
        return (flags & BOT) != 0;
    }

    /** This request without its content: what may be kept, queued or written down. */
    public Request withoutContent() {
        return hasContent() ? new Request(this) : this;
    }

    /** Names action, subject and chat; never the content. */
    @Override
    public String toString() {
        return "Request[action=" + action + ", subject=" + subjectId() + ", chat=" + chat() + "]";
    }

    /** What kind of id there is. */
    private static final class Id {

        static final byte NONE = 0;
        static final byte NUMBER = 1;
        static final byte TEXT = 2;

        static byte kindOf(String id) {
            return NumericId.isNumeric(id) ? NUMBER : TEXT;
        }
    }

    /** Collects the facts of a {@link Request}. Not thread-safe. */
    public static final class Builder {

        private final String action;
        private @Nullable String subjectText;
        private long subjectNumber;
        private byte subjectKind;
        private @Nullable String chatText;
        private long chatNumber;
        private byte chatKind;
        private @Nullable String text;
        private @Nullable Content content;
        private long updateId;
        private @Nullable String album;
        private int flags;

        private Builder(String action) {
            this.action = action;
        }

        /** Who asks; null, the default, for nobody. */
        public Builder subject(@Nullable Subject subject) {
            if (subject != null) {
                return subject(subject.id());
            }
            subjectText = null;
            subjectNumber = 0;
            subjectKind = Id.NONE;
            return this;
        }

        /**
         * Who asks, by id.
         *
         * @throws IllegalArgumentException if the id is empty or too long, see {@link Subject}
         */
        public Builder subject(String id) {
            Subject.checkId("subject", id);
            subjectKind = Id.kindOf(id);
            subjectText = subjectKind == Id.TEXT ? id : null;
            subjectNumber = subjectKind == Id.NUMBER ? Long.parseLong(id) : 0;
            return this;
        }

        /** Who asks, by a numeric id: the same subject as the one with this number's text, and cheaper. */
        public Builder subject(long id) {
            if (!NumericId.isNumeric(id)) {
                return subject(Long.toString(id));
            }
            subjectText = null;
            subjectNumber = id;
            subjectKind = Id.NUMBER;
            return this;
        }

        /**
         * The chat's id; null, the default, for none.
         *
         * @throws IllegalArgumentException if the id is empty or longer than {@link Subject#MAX_ID_LENGTH} characters
         */
        public Builder chat(@Nullable String id) {
            if (id == null) {
                chatText = null;
                chatNumber = 0;
                chatKind = Id.NONE;
                return this;
            }
            Subject.checkId("chat", id);
            chatKind = Id.kindOf(id);
            chatText = chatKind == Id.TEXT ? id : null;
            chatNumber = chatKind == Id.NUMBER ? Long.parseLong(id) : 0;
            return this;
        }

        /** The chat's numeric id: the same chat as the one with this number's text, and cheaper. */
        public Builder chat(long id) {
            if (!NumericId.isNumeric(id)) {
                return chat(Long.toString(id));
            }
            chatText = null;
            chatNumber = id;
            chatKind = Id.NUMBER;
            return this;
        }

        /** What the update carries; null, the default, if it is never a duplicate. */
        public Builder content(@Nullable Content content) {
            this.text = content == null ? null : content.plainText();
            this.content = text == null ? content : null;
            return this;
        }

        /** Plain text that the update carries: {@code content(Content.text(text))}, and cheaper. */
        public Builder text(String text) {
            this.text = Objects.requireNonNull(text, "text");
            this.content = null;
            return this;
        }

        /** The platform's number of the update; any value, 0 and below included. */
        public Builder updateId(long updateId) {
            this.updateId = updateId;
            this.flags |= HAS_UPDATE_ID;
            return this;
        }

        /**
         * The album the update is a part of; null, the default, for none.
         *
         * @throws IllegalArgumentException if it is empty or longer than {@link Subject#MAX_ID_LENGTH} characters: the
         *     guard keeps it for a minute
         */
        public Builder album(@Nullable String album) {
            if (album != null) {
                Subject.checkId("media group", album);
            }
            this.album = album;
            return this;
        }

        /** Whether the update may be dropped; {@link Exemption#NONE} by default. */
        public Builder exemption(Exemption exemption) {
            return flag(EXEMPT, exemption == Exemption.ALWAYS)
                    .flag(EXEMPT_UNLESS_BLOCKED, exemption == Exemption.UNLESS_BLOCKED);
        }

        /** Whether no person answers for the update, see {@link Request#impersonal()}; false by default. */
        public Builder impersonal(boolean impersonal) {
            return flag(IMPERSONAL, impersonal);
        }

        /** Whether the subject is a bot itself; false by default. */
        public Builder bot(boolean bot) {
            return flag(BOT, bot);
        }

        private Builder flag(int flag, boolean value) {
            flags = value ? flags | flag : flags & ~flag;
            return this;
        }

        public Request build() {
            return new Request(this);
        }
    }
}
