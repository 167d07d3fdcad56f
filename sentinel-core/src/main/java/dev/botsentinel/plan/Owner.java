package dev.botsentinel.plan;

import dev.botsentinel.policy.Scope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The concrete holder of a scope, under which a storage keeps state: user 42, chat -100, user 42 in chat -100,
 * everybody. Two owners are the same only if scope and ids are. Immutable.
 *
 * @param scope the scope that is held
 * @param subject the subject's id; null for {@code chat} and {@code global}
 * @param chat the chat's id; null for {@code user} and {@code global}
 */
public record Owner(
        Scope scope, @Nullable String subject, @Nullable String chat) {

    /** Everybody. */
    public static final Owner GLOBAL = new Owner(Scope.GLOBAL, null, null);

    /** @throws IllegalArgumentException if the ids are not those that the scope has */
    public Owner {
        if (scope.needsSubject() != (subject != null) || scope.needsChat() != (chat != null)) {
            throw new IllegalArgumentException("an owner of scope " + scope.label() + " has "
                    + (scope.needsSubject() ? "a subject" : "no subject") + " and "
                    + (scope.needsChat() ? "a chat" : "no chat"));
        }
    }

    /**
     * The holder of this scope among those that an update concerns.
     *
     * @param subject the update's subject; may be null unless the scope needs it
     * @param chat the update's chat; may be null unless the scope needs it
     */
    public static Owner of(Scope scope, @Nullable String subject, @Nullable String chat) {
        return switch (scope) {
            case USER -> new Owner(scope, subject, null);
            case CHAT -> new Owner(scope, null, chat);
            case MEMBER -> new Owner(scope, subject, chat);
            case GLOBAL -> GLOBAL;
        };
    }

    /** The subject with this id, wherever it acts. */
    public static Owner user(String subject) {
        return new Owner(Scope.USER, subject, null);
    }

    /** The chat with this id. */
    public static Owner chat(String chat) {
        return new Owner(Scope.CHAT, null, chat);
    }

    /** The subject in the chat. */
    public static Owner member(String subject, String chat) {
        return new Owner(Scope.MEMBER, subject, chat);
    }

    /** Spelled out, because storages look owners up all the time, and what a record generates is slower. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Owner that
                && scope == that.scope
                && Objects.equals(subject, that.subject)
                && Objects.equals(chat, that.chat);
    }

    @Override
    public int hashCode() {
        int ids = 31 * (subject == null ? 0 : subject.hashCode()) + (chat == null ? 0 : chat.hashCode());
        return 31 * ids + scope.label().hashCode();
    }
}
