package dev.botsentinel.policy;

import java.util.Locale;

/** Whose budget a limit is. */
public enum Scope {
    /** The subject's, wherever it acts. */
    USER,
    /** The chat's, shared by all in it. */
    CHAT,
    /** The subject's in one chat. */
    MEMBER,
    /** Everybody's. */
    GLOBAL;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in policy files, decisions and metrics: {@code user}, {@code chat}, {@code member}, {@code global}. */
    public String label() {
        return label;
    }

    /** Whether the holder of this scope is, or includes, the subject: then a refusal is the subject's own. */
    public boolean needsSubject() {
        return this == USER || this == MEMBER;
    }

    /** Whether the holder of this scope is, or includes, the chat. */
    public boolean needsChat() {
        return this == CHAT || this == MEMBER;
    }

    /**
     * The scope that takes effect for an update which has or lacks a subject and a chat: member → user → chat → global,
     * and chat → user → global. So no update escapes a limit for lack of an id, and nobody spends everybody's budget
     * while there is somebody to charge.
     */
    public Scope inEffect(boolean hasSubject, boolean hasChat) {
        return switch (this) {
            case MEMBER -> hasSubject && hasChat ? MEMBER : USER.inEffect(hasSubject, hasChat);
            case USER -> hasSubject ? USER : hasChat ? CHAT : GLOBAL;
            case CHAT -> hasChat ? CHAT : hasSubject ? USER : GLOBAL;
            case GLOBAL -> GLOBAL;
        };
    }
}
