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

    private final Action action;
    private final @Nullable Subject subject;
    private final @Nullable String chat;
    private final @Nullable Content content;
    private final @Nullable Long updateId;
    private final @Nullable String album;
    private final Exemption exemption;
    private final boolean impersonal;
    private final boolean bot;

    private Request(Builder builder) {
        this.action = builder.action;
        this.subject = builder.subject;
        this.chat = builder.chat;
        this.content = builder.content;
        this.updateId = builder.updateId;
        this.album = builder.album;
        this.exemption = builder.exemption;
        this.impersonal = builder.impersonal;
        this.bot = builder.bot;
    }

    private Request(Request other) {
        this.action = other.action;
        this.subject = other.subject;
        this.chat = other.chat;
        this.content = null;
        this.updateId = other.updateId;
        this.album = other.album;
        this.exemption = other.exemption;
        this.impersonal = other.impersonal;
        this.bot = other.bot;
    }

    /** A builder for a request of the action with this name. */
    public static Builder builder(String action) {
        return new Builder(new Action(action));
    }

    /** A builder for a request of this action. */
    public static Builder builder(Action action) {
        return new Builder(action);
    }

    /** What is asked. */
    public Action action() {
        return action;
    }

    /** Who asks; null for updates in nobody's name. */
    public @Nullable Subject subject() {
        return subject;
    }

    /** The id of the chat it happened in; null where there is none, as for inline queries. */
    public @Nullable String chat() {
        return chat;
    }

    /** What makes a repeat of this update recognisable; null if it is never a duplicate. */
    public @Nullable Content content() {
        return content;
    }

    /** The platform's own number of the update, by which a redelivery is recognised; null if unknown. */
    public @Nullable Long updateId() {
        return updateId;
    }

    /** The album (media group) this update is a part of; null if none. Parts of one album are charged once. */
    public @Nullable String album() {
        return album;
    }

    /** Whether the update may be dropped. */
    public Exemption exemption() {
        return exemption;
    }

    /**
     * Whether no person answers for this update although it has a subject: a message in the chat's own name or an
     * automatic forward. It holds no role, and its denials make nobody an offender.
     */
    public boolean impersonal() {
        return impersonal;
    }

    /** Whether the subject is known to be a bot itself. */
    public boolean bot() {
        return bot;
    }

    /** This request without its content: what may be kept, queued or written down. */
    public Request withoutContent() {
        return content == null ? this : new Request(this);
    }

    /** Names action, subject and chat; never the content. */
    @Override
    public String toString() {
        return "Request[action=" + action.name() + ", subject=" + (subject == null ? null : subject.id()) + ", chat="
                + chat + "]";
    }

    /** Collects the facts of a {@link Request}. Not thread-safe. */
    public static final class Builder {

        private final Action action;
        private @Nullable Subject subject;
        private @Nullable String chat;
        private @Nullable Content content;
        private @Nullable Long updateId;
        private @Nullable String album;
        private Exemption exemption = Exemption.NONE;
        private boolean impersonal;
        private boolean bot;

        private Builder(Action action) {
            this.action = Objects.requireNonNull(action, "action");
        }

        /** Who asks; null, the default, for nobody. */
        public Builder subject(@Nullable Subject subject) {
            this.subject = subject;
            return this;
        }

        /**
         * Who asks, by id.
         *
         * @throws IllegalArgumentException if the id is empty or too long, see {@link Subject}
         */
        public Builder subject(String id) {
            return subject(new Subject(id));
        }

        /**
         * The chat's id; null, the default, for none.
         *
         * @throws IllegalArgumentException if the id is empty or longer than {@link Subject#MAX_ID_LENGTH} characters
         */
        public Builder chat(@Nullable String id) {
            if (id != null) {
                Subject.checkId("chat", id);
            }
            this.chat = id;
            return this;
        }

        /** What the update carries; null, the default, if it is never a duplicate. */
        public Builder content(@Nullable Content content) {
            this.content = content;
            return this;
        }

        /** The platform's number of the update; any value, 0 and below included. */
        public Builder updateId(long updateId) {
            this.updateId = updateId;
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
            this.exemption = Objects.requireNonNull(exemption, "exemption");
            return this;
        }

        /** Whether no person answers for the update, see {@link Request#impersonal()}; false by default. */
        public Builder impersonal(boolean impersonal) {
            this.impersonal = impersonal;
            return this;
        }

        /** Whether the subject is a bot itself; false by default. */
        public Builder bot(boolean bot) {
            this.bot = bot;
            return this;
        }

        public Request build() {
            return new Request(this);
        }
    }
}
