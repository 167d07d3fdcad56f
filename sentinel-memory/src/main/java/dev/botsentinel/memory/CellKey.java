package dev.botsentinel.memory;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.NumericId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a cell: what cells are looked up by. An id that is a number, as most platforms' are, is kept as one: that saves an
 * owner some 50 bytes, and a look-up the way to two more objects. Injective, because a text counts as a number only if it
 * is how that number is written ({@link NumericId}). Immutable.
 */
abstract class CellKey {

    private static final Scope[] SCOPES = {Scope.USER, Scope.CHAT, Scope.MEMBER, Scope.GLOBAL};

    private final byte scope;

    /** The subject's number, a chat's if that is all, else 0. */
    private final long number;

    private final @Nullable Rest rest;

    /**
     * What only some owners have: ids that are texts, and a member's chat.
     *
     * @param chat the number of a member's chat
     */
    private record Rest(
            @Nullable String subjectText, @Nullable String chatText, long chat) {

        int compareTo(Rest that) {
            int order = compare(subjectText, that.subjectText);
            order = order != 0 ? order : compare(chatText, that.chatText);
            return order != 0 ? order : Long.compare(chat, that.chat);
        }

        private static int compare(@Nullable String one, @Nullable String other) {
            if (one == null || other == null) {
                return Boolean.compare(one != null, other != null);
            }
            return one.compareTo(other);
        }
    }

    /** The owner that a scope has, given the facts of an update; ids that the scope lacks are not looked at. */
    CellKey(Scope scope, Facts facts) {
        this.scope = code(scope);
        this.number = scope.needsSubject() ? facts.subjectNumber() : scope.needsChat() ? facts.chatNumber() : 0;
        String subject = scope.needsSubject() && !facts.isSubjectNumber() ? text(facts.subject()) : null;
        String chat = scope.needsChat() && !facts.isChatNumber() ? text(facts.chat()) : null;
        boolean isNumber = subject == null && chat == null && scope != Scope.MEMBER;
        this.rest = isNumber ? null : new Rest(subject, chat, scope == Scope.MEMBER ? facts.chatNumber() : 0);
    }

    private static String text(@Nullable String id) {
        return Objects.requireNonNull(id, "the plan's scope needs an id that the facts lack");
    }

    /** The same owner. */
    CellKey(CellKey same) {
        this.scope = same.scope;
        this.number = same.number;
        this.rest = same.rest;
    }

    final Owner owner() {
        return switch (scope()) {
            case USER -> Owner.user(subject());
            case CHAT -> Owner.chat(chat());
            case MEMBER -> Owner.member(subject(), chat());
            case GLOBAL -> Owner.GLOBAL;
        };
    }

    private Scope scope() {
        return SCOPES[scope];
    }

    /** The subject's id; only of a scope that has one. */
    final String subject() {
        return rest != null && rest.subjectText != null ? rest.subjectText : Long.toString(number);
    }

    /** Whether this is the subject, or the subject in some chat. */
    final boolean isOf(String id) {
        return scope().needsSubject() && subject().equals(id);
    }

    private String chat() {
        if (rest == null) {
            return Long.toString(number);
        }
        return rest.chatText != null ? rest.chatText : Long.toString(rest.chat);
    }

    /** Whether this is the subject of the facts, wherever it acts. */
    final boolean isSubjectOf(Facts facts) {
        if (scope != code(Scope.USER)) {
            return false;
        }
        return rest == null
                ? facts.isSubjectNumber() && facts.subjectNumber() == number
                : !facts.isSubjectNumber() && subject().equals(facts.subject());
    }

    /** Whether this is the owner that has this number, and nothing else, as its id. */
    final boolean isOf(int scope, long number) {
        return this.number == number && this.scope == scope && rest == null;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof CellKey that
                && number == that.number
                && scope == that.scope
                && Objects.equals(rest, that.rest);
    }

    @Override
    public final int hashCode() {
        int hash = hash(scope, number);
        return rest == null ? hash : 31 * hash + rest.hashCode();
    }

    /** The scope as it is kept here: a byte, where a reference would make each cell larger. */
    static byte code(Scope scope) {
        return switch (scope) {
            case USER -> 0;
            case CHAT -> 1;
            case MEMBER -> 2;
            case GLOBAL -> 3;
        };
    }

    /** The hash of an owner who is known by a number alone. */
    static int hash(int scope, long number) {
        return (int) ((number * 0x9E3779B97F4A7C15L) >>> 32) + scope;
    }

    /** In no order that means anything: equal keys, and no others, compare as 0. */
    final int compareKeys(CellKey that) {
        int order = Integer.compare(scope, that.scope);
        order = order != 0 ? order : Long.compare(number, that.number);
        if (order != 0 || rest == null || that.rest == null) {
            return order != 0 ? order : Boolean.compare(rest != null, that.rest != null);
        }
        return rest.compareTo(that.rest);
    }

    @Override
    public final String toString() {
        return owner().toString();
    }
}
