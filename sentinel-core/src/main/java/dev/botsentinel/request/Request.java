package dev.botsentinel.request;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one update on which the chain decides. Immutable; made by a {@link RequestMapper}:
 *
 * <pre>{@code
 * Request request = Request.builder("/transfer").subject("42").chat("-100").content(Content.text("/transfer 5")).build();
 * }</pre>
 */
/*
 * One is made for each update, so it is small: 64 bytes, with what most updates lack in an object of its own.
 */
public final class Request {

    /** The trait of a request that {@link #hasSubject()}. */
    public static final int HAS_SUBJECT = 1;

    /** The trait of a request that {@link #hasChat()}. */
    public static final int HAS_CHAT = 1 << 1;

    /** The trait of a request that {@link #hasContent()}. */
    public static final int HAS_CONTENT = 1 << 2;

    /** The trait of a request that {@link #hasUpdateId()}. */
    public static final int HAS_UPDATE_ID = 1 << 3;

    /** The trait of a request that {@link #hasTopic()}. */
    public static final int HAS_TOPIC = 1 << 4;

    /** The trait of a request that {@link #hasSpace()}. */
    public static final int HAS_SPACE = 1 << 5;

    /** The trait of a request that is part of an {@link #album()}. */
    public static final int HAS_ALBUM = 1 << 6;

    /** The trait of a request that {@link #isDated()}. */
    public static final int IS_DATED = 1 << 7;

    /** The trait of a request that is {@link #impersonal()}. */
    public static final int IMPERSONAL = 1 << 8;

    /** The trait of a request that isn't {@link #deliberate()}. */
    public static final int NOT_DELIBERATE = 1 << 9;

    private static final int BOT = 1 << 10;
    private static final int EXEMPT = 1 << 11;
    private static final int EXEMPT_UNLESS_BLOCKED = 1 << 12;
    private static final int TEXT_IN_PATH = 1 << 13;

    /** What a builder is told, where all other traits follow from what it has. */
    private static final int FLAGS =
            HAS_UPDATE_ID | IMPERSONAL | NOT_DELIBERATE | BOT | EXEMPT | EXEMPT_UNLESS_BLOCKED | TEXT_IN_PATH;

    /** The longest text of an update id, in UTF-16 characters. */
    public static final int MAX_UPDATE_ID_LENGTH = 256;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1000;
    private static final long LAST_SECOND = Long.MAX_VALUE / MICROS_PER_SECOND - 1;
    private static final long NOT_DATED = Long.MIN_VALUE;

    private final String action;
    /** Null if it is the action; without the text if {@link #TEXT_IN_PATH} is set. */
    private final @Nullable String path;

    /** The content, if it is plain text. */
    private final @Nullable String text;

    private final Rest rest;
    private final long subjectNumber;
    private final long chatNumber;
    private final long updateId;
    private final long sentMicros;
    private final byte subjectKind;
    private final byte chatKind;
    private final short traits;

    /**
     * What a text of a numbered user in a numbered chat lacks.
     *
     * @param subjectText null without a subject, and for one whose id is a number
     * @param content content that is no plain text
     */
    private record Rest(
            @Nullable String subjectText,
            @Nullable String chatText,
            @Nullable Content content,
            @Nullable String album,
            @Nullable String topic,
            @Nullable String space,
            @Nullable String updateIdText) {

        static final Rest NONE = new Rest(null, null, null, null, null, null, null);

        static Rest of(Builder builder) {
            boolean none = builder.subjectText == null
                    && builder.chatText == null
                    && builder.content == null
                    && builder.album == null
                    && builder.topic == null
                    && builder.space == null
                    && builder.updateIdText == null;
            return none
                    ? NONE
                    : new Rest(
                            builder.subjectText,
                            builder.chatText,
                            builder.content,
                            builder.album,
                            builder.topic,
                            builder.space,
                            builder.updateIdText);
        }
    }

    private Request(Builder builder) {
        this.action = builder.action;
        this.path = builder.path;
        this.text = builder.text;
        this.rest = Rest.of(builder);
        this.subjectNumber = builder.subjectNumber;
        this.subjectKind = builder.subjectKind;
        this.chatNumber = builder.chatNumber;
        this.chatKind = builder.chatKind;
        this.updateId = builder.updateId;
        this.sentMicros = builder.sentMicros;
        this.traits = (short) (builder.flags
                | (subjectKind != Id.NONE ? HAS_SUBJECT : 0)
                | (chatKind != Id.NONE ? HAS_CHAT : 0)
                | (text != null || rest.content != null ? HAS_CONTENT : 0)
                | (rest.topic != null && chatKind != Id.NONE ? HAS_TOPIC : 0)
                | (rest.space != null ? HAS_SPACE : 0)
                | (rest.album != null ? HAS_ALBUM : 0)
                | (sentMicros != NOT_DATED ? IS_DATED : 0));
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

    /** A builder that has all of this request already, to change it. */
    public Builder toBuilder() {
        Builder builder = new Builder(action);
        builder.subjectText = rest.subjectText;
        builder.subjectNumber = subjectNumber;
        builder.subjectKind = subjectKind;
        builder.chatText = rest.chatText;
        builder.chatNumber = chatNumber;
        builder.chatKind = chatKind;
        builder.text = text;
        builder.content = rest.content;
        builder.updateId = updateId;
        builder.updateIdText = rest.updateIdText;
        builder.album = rest.album;
        builder.path = path;
        builder.topic = rest.topic;
        builder.space = rest.space;
        builder.sentMicros = sentMicros;
        builder.flags = traits & FLAGS;
        return builder;
    }

    /** What is asked. */
    public Action action() {
        return new Action(action);
    }

    /** The name of {@link #action()}. */
    public String actionName() {
        return action;
    }

    /**
     * The action in more words, by which a policy's entries are found: {@code callback:buy:17}, {@code message:photo},
     * {@code message:text:Help}. The action itself unless the adapter knows more; else it begins with the action and a
     * colon. A path with a text in it is put together anew each time.
     */
    public String path() {
        if (path == null) {
            return action;
        }
        return (traits & TEXT_IN_PATH) != 0 && text != null ? path + ':' + text : path;
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
        return subjectKind == Id.NUMBER ? Long.toString(subjectNumber) : rest.subjectText;
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
        return chatKind == Id.NUMBER ? Long.toString(chatNumber) : rest.chatText;
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

    /** The thread of the chat it happened in, such as a forum's topic; null for none. */
    public @Nullable String topic() {
        return rest.topic;
    }

    /** Whether it is known in which topic of which chat it happened: a topic's id means nothing without its chat. */
    public boolean hasTopic() {
        return rest.topic != null && hasChat();
    }

    /** What holds the chat, such as a Discord guild, a Slack workspace or a tenant; null for none. */
    public @Nullable String space() {
        return rest.space;
    }

    /** Whether it is known in which space it happened. */
    public boolean hasSpace() {
        return rest.space != null;
    }

    /** When it was sent, by the platform's clock; null if the platform doesn't say. */
    public @Nullable Instant sentAt() {
        return sentMicros == NOT_DATED ? null : Instant.EPOCH.plus(sentMicros, ChronoUnit.MICROS);
    }

    /** Whether the platform says when it was sent. */
    public boolean isDated() {
        return sentMicros != NOT_DATED;
    }

    /** Whether it was sent longer ago than this; false if the platform doesn't say when. */
    public boolean isOlderThan(long ageMicros, long nowMicros) {
        return sentMicros != NOT_DATED && sentMicros < nowMicros - ageMicros;
    }

    /** What makes a repeat of this update recognisable; null if it is never a duplicate. */
    public @Nullable Content content() {
        return text != null ? Content.text(text) : rest.content;
    }

    /** Whether a repeat of this update is recognisable. */
    public boolean hasContent() {
        return text != null || rest.content != null;
    }

    /** The content if it is plain text; null if there is none, or it is of another kind. */
    public @Nullable String text() {
        return text;
    }

    /** Whether the update has an id, a number or a text, by which a redelivery is recognised. */
    public boolean hasUpdateId() {
        return (traits & HAS_UPDATE_ID) != 0;
    }

    /** The platform's own number of the update; 0 without one, and if its id is a text. */
    public long updateId() {
        return updateId;
    }

    /** The platform's own id of the update, if that is a text; null if it is a number, or there is none. */
    public @Nullable String updateIdText() {
        return rest.updateIdText;
    }

    /** The album (media group) this update is a part of; null if none. Parts of one album are charged once. */
    public @Nullable String album() {
        return rest.album;
    }

    /** Whether the update may be dropped. */
    public Exemption exemption() {
        return (traits & EXEMPT) != 0
                ? Exemption.ALWAYS
                : (traits & EXEMPT_UNLESS_BLOCKED) != 0 ? Exemption.UNLESS_BLOCKED : Exemption.NONE;
    }

    /**
     * Whether no person answers for this update although it has a subject: a message in the chat's own name, an automatic
     * forward, what the bot's own account sends. Its denials make nobody an offender. It has the roles of its subject.
     */
    public boolean impersonal() {
        return (traits & IMPERSONAL) != 0;
    }

    /**
     * Whether a person sent this as a request to the bot. Edits, reactions and an inline query that is being typed are
     * none: their denials make nobody an offender unless the policy says so.
     */
    public boolean deliberate() {
        return (traits & NOT_DELIBERATE) == 0;
    }

    /** Whether the subject is known to be a bot itself. */
    public boolean bot() {
        return (traits & BOT) != 0;
    }

    /**
     * What kind of request this is, as a set of bits such as {@link #HAS_SUBJECT}: for those who prepare once per kind what
     * they do. There are bits without a name, so mask what you ask for.
     */
    public int traits() {
        return traits;
    }

    /** This request without its content and without the path, which can say it: what may be kept, queued or written. */
    public Request withoutContent() {
        return hasContent() || path != null
                ? toBuilder().content(null).path(action).build()
                : this;
    }

    /** Names action, subject and chat, on one line; never the content. */
    @Override
    public String toString() {
        return "Request[action=" + OneLine.of(action) + ", subject=" + OneLine.of(subjectId()) + ", chat="
                + OneLine.of(chat()) + "]";
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
        private @Nullable String updateIdText;
        private @Nullable String album;
        private @Nullable String path;
        private @Nullable String topic;
        private @Nullable String space;
        private long sentMicros = NOT_DATED;
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
            this.updateIdText = null;
            return flag(HAS_UPDATE_ID, true);
        }

        /**
         * The platform's id of the update, where it is a text, such as Slack's {@code event_id}. Never the same as a number:
         * {@code "7"} isn't 7. The guard hands storages a keyed hash of it.
         *
         * @throws IllegalArgumentException if it is empty or longer than {@value #MAX_UPDATE_ID_LENGTH} characters
         */
        public Builder updateId(String updateId) {
            if (updateId.isEmpty() || updateId.length() > MAX_UPDATE_ID_LENGTH) {
                throw new IllegalArgumentException("an update id has 1 to " + MAX_UPDATE_ID_LENGTH
                        + " characters, this one has " + updateId.length()
                        + "; use the platform's own id, and leave updateId out for an update without one");
            }
            this.updateId = 0;
            this.updateIdText = updateId;
            return flag(HAS_UPDATE_ID, true);
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

        /**
         * The action in more words, see {@link Request#path()}; the action by default.
         *
         * @throws IllegalArgumentException if it doesn't begin with the action and a colon
         */
        public Builder path(String path) {
            if (path.equals(action)) {
                this.path = null;
                return flag(TEXT_IN_PATH, false);
            }
            if (!path.startsWith(action) || path.length() == action.length() || path.charAt(action.length()) != ':') {
                throw new IllegalArgumentException("the path of " + action + " begins with \"" + action
                        + ":\"; this one has " + path.length() + " characters and doesn't");
            }
            this.path = path;
            return flag(TEXT_IN_PATH, false);
        }

        /** The path is this one, a colon, and the plain text: {@code path(start + ":" + text)}, and cheaper. */
        public Builder pathWithText(String start) {
            return path(start).flag(TEXT_IN_PATH, true);
        }

        /**
         * The thread of the chat; null, the default, for none. Ids of topics need to differ within their chat only. Limits
         * ignore it if there is no chat.
         *
         * @throws IllegalArgumentException if it is empty or longer than {@link Subject#MAX_ID_LENGTH} characters
         */
        public Builder topic(@Nullable String topic) {
            if (topic != null) {
                Subject.checkId("topic", topic);
            }
            this.topic = topic;
            return this;
        }

        /**
         * What holds the chat, such as a guild, a workspace or a tenant; null, the default, for none.
         *
         * @throws IllegalArgumentException if it is empty or longer than {@link Subject#MAX_ID_LENGTH} characters
         */
        public Builder space(@Nullable String space) {
            if (space != null) {
                Subject.checkId("space", space);
            }
            this.space = space;
            return this;
        }

        /**
         * When it was sent, by the platform's clock, cut to microseconds; null, the default, if the platform doesn't say.
         * An instant beyond what microseconds in a long can count is the farthest of them.
         */
        public Builder sentAt(@Nullable Instant sentAt) {
            if (sentAt == null) {
                this.sentMicros = NOT_DATED;
                return this;
            }
            sentAtSecond(sentAt.getEpochSecond());
            this.sentMicros += sentAt.getNano() / NANOS_PER_MICRO;
            return this;
        }

        /** When it was sent, in seconds since the epoch: {@code sentAt(Instant.ofEpochSecond(seconds))}, and cheaper. */
        public Builder sentAtSecond(long seconds) {
            this.sentMicros = Math.max(-LAST_SECOND, Math.min(LAST_SECOND, seconds)) * MICROS_PER_SECOND;
            return this;
        }

        /** Whether a person sent this as a request, see {@link Request#deliberate()}; true by default. */
        public Builder deliberate(boolean deliberate) {
            return flag(NOT_DELIBERATE, !deliberate);
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
