package dev.botsentinel.policy;

import java.util.Locale;

/** Whose budget a limit is. */
public enum Scope {
    /** The subject's, wherever it acts. */
    USER,
    /** The chat's, shared by all in it. */
    CHAT,
    /** The topic's: a thread of a chat, shared by all in it. */
    TOPIC,
    /** The subject's in one chat. */
    MEMBER,
    /** The space's, shared by all its chats: a guild, a workspace, a tenant. */
    SPACE,
    /** The subject's in one space. */
    SPACE_MEMBER,
    /** Everybody's. */
    GLOBAL;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /**
     * The name in policy files, decisions and metrics: {@code user}, {@code chat}, {@code topic}, {@code member}, {@code
     * space}, {@code space-member}, {@code global}.
     */
    public String label() {
        return label;
    }

    /** Whether the holder of this scope is, or includes, the subject: then a refusal is the subject's own. */
    public boolean needsSubject() {
        return this == USER || this == MEMBER || this == SPACE_MEMBER;
    }

    /** Whether the holder of this scope is, or includes, the chat. */
    public boolean needsChat() {
        return this == CHAT || this == MEMBER || this == TOPIC;
    }

    /** Whether the holder of this scope is the topic. */
    public boolean needsTopic() {
        return this == TOPIC;
    }

    /** Whether the holder of this scope is, or includes, the space. */
    public boolean needsSpace() {
        return this == SPACE || this == SPACE_MEMBER;
    }

    /** Whether an update with these ids has a holder of this scope. */
    public boolean isHeld(PresentIds ids) {
        return (!needsSubject() || ids.subject())
                && (!needsChat() || ids.chat())
                && (!needsTopic() || ids.topic())
                && (!needsSpace() || ids.space());
    }

    /**
     * The scope that takes effect for an update with these ids: member and space-member → user → chat → global; topic and
     * space → chat → user → global. So no update escapes a limit for lack of an id, and nobody spends everybody's budget
     * while there is somebody to charge.
     */
    public Scope inEffect(PresentIds ids) {
        return switch (this) {
            case MEMBER, SPACE_MEMBER -> isHeld(ids) ? this : USER.inEffect(ids);
            case TOPIC, SPACE -> isHeld(ids) ? this : CHAT.inEffect(ids);
            case USER -> ids.subject() ? USER : ids.chat() ? CHAT : GLOBAL;
            case CHAT -> ids.chat() ? CHAT : ids.subject() ? USER : GLOBAL;
            case GLOBAL -> GLOBAL;
        };
    }
}
