package dev.botsentinel.plan;

import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The concrete holder of a scope, under which a storage keeps state: user 42, chat -100, topic 7 of chat -100, user 42 in
 * chat -100, everybody. Two owners are the same only if scope and ids are. Immutable.
 *
 * @param scope the scope that is held
 * @param subject the subject's id; null unless the scope needs it
 * @param chat the chat's id; null unless the scope needs it
 * @param topic the topic's id within the chat; null unless the scope needs it
 * @param space the space's id; null unless the scope needs it
 */
public record Owner(
        Scope scope,
        @Nullable String subject,
        @Nullable String chat,
        @Nullable String topic,
        @Nullable String space) {

    /** Everybody. */
    public static final Owner GLOBAL = new Owner(Scope.GLOBAL, null, null, null, null);

    /** @throws IllegalArgumentException if the ids are not those that the scope has */
    public Owner {
        if (scope.needsSubject() != (subject != null)
                || scope.needsChat() != (chat != null)
                || scope.needsTopic() != (topic != null)
                || scope.needsSpace() != (space != null)) {
            throw new IllegalArgumentException("an owner of scope " + scope.label() + " has " + idsOf(scope));
        }
    }

    private static String idsOf(Scope scope) {
        List<String> ids = new ArrayList<>();
        if (scope.needsSubject()) {
            ids.add("a subject");
        }
        if (scope.needsChat()) {
            ids.add("a chat");
        }
        if (scope.needsTopic()) {
            ids.add("a topic");
        }
        if (scope.needsSpace()) {
            ids.add("a space");
        }
        return ids.isEmpty() ? "no id" : String.join(" and ", ids) + ", and no other id";
    }

    /** The subject with this id, wherever it acts. */
    public static Owner user(String subject) {
        return new Owner(Scope.USER, subject, null, null, null);
    }

    /** The chat with this id. */
    public static Owner chat(String chat) {
        return new Owner(Scope.CHAT, null, chat, null, null);
    }

    /** The topic of the chat. */
    public static Owner topic(String chat, String topic) {
        return new Owner(Scope.TOPIC, null, chat, topic, null);
    }

    /** The subject in the chat. */
    public static Owner member(String subject, String chat) {
        return new Owner(Scope.MEMBER, subject, chat, null, null);
    }

    /** The space with this id. */
    public static Owner space(String space) {
        return new Owner(Scope.SPACE, null, null, null, space);
    }

    /** The subject in the space. */
    public static Owner spaceMember(String subject, String space) {
        return new Owner(Scope.SPACE_MEMBER, subject, null, null, space);
    }

    /** Spelled out, because storages look owners up all the time, and what a record generates is slower. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Owner that
                && scope == that.scope
                && Objects.equals(subject, that.subject)
                && Objects.equals(chat, that.chat)
                && Objects.equals(topic, that.topic)
                && Objects.equals(space, that.space);
    }

    @Override
    public int hashCode() {
        int ids = 31 * hash(subject) + hash(chat);
        ids = 31 * (31 * ids + hash(topic)) + hash(space);
        return 31 * ids + scope.label().hashCode();
    }

    private static int hash(@Nullable String id) {
        return id == null ? 0 : id.hashCode();
    }

    /** On one line. */
    @Override
    public String toString() {
        return "Owner[scope=" + scope.label() + id("subject", subject) + id("chat", chat) + id("topic", topic)
                + id("space", space) + "]";
    }

    private static String id(String what, @Nullable String id) {
        return id == null ? "" : ", " + what + "=" + Quote.escape(id);
    }
}
