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

    static final byte USER = 0;
    static final byte CHAT = 1;
    static final byte GLOBAL = 3;

    /** By their codes. */
    private static final Scope[] SCOPES = {
        Scope.USER, Scope.CHAT, Scope.MEMBER, Scope.GLOBAL, Scope.TOPIC, Scope.SPACE, Scope.SPACE_MEMBER
    };

    private final byte scope;

    /** The number of the first id: the subject's, else the chat's, else the space's; 0 if that is a text or missing. */
    private final long number;

    private final @Nullable Rest rest;

    /**
     * What only some owners have: ids that are texts, and a second id, such as a member's chat or a topic.
     *
     * @param secondNumber the number of the second id; 0 if that is a text or missing
     */
    private record Rest(
            @Nullable String firstText, @Nullable String secondText, long secondNumber) {

        static Rest pair(@Nullable String firstText, String second) {
            return NumericId.isNumeric(second)
                    ? new Rest(firstText, null, Long.parseLong(second))
                    : new Rest(firstText, second, 0);
        }

        int compareTo(Rest that) {
            int order = compare(firstText, that.firstText);
            order = order != 0 ? order : compare(secondText, that.secondText);
            return order != 0 ? order : Long.compare(secondNumber, that.secondNumber);
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
        String text;
        switch (scope) {
            case USER, MEMBER, SPACE_MEMBER -> {
                number = facts.subjectNumber();
                text = facts.isSubjectNumber() ? null : text(facts.subject());
            }
            case CHAT, TOPIC -> {
                number = facts.chatNumber();
                text = facts.isChatNumber() ? null : text(facts.chat());
            }
            case SPACE -> {
                String space = text(facts.space());
                boolean isNumber = NumericId.isNumeric(space);
                number = isNumber ? Long.parseLong(space) : 0;
                text = isNumber ? null : space;
            }
            default -> {
                number = 0;
                text = null;
            }
        }
        this.rest = switch (scope) {
            case MEMBER ->
                facts.isChatNumber() ? new Rest(text, null, facts.chatNumber()) : new Rest(text, text(facts.chat()), 0);
            case TOPIC -> Rest.pair(text, text(facts.topic()));
            case SPACE_MEMBER -> Rest.pair(text, text(facts.space()));
            case USER, CHAT, SPACE, GLOBAL -> text == null ? null : new Rest(text, null, 0);
        };
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
            case USER -> Owner.user(first());
            case CHAT -> Owner.chat(first());
            case TOPIC -> Owner.topic(first(), second());
            case MEMBER -> Owner.member(first(), second());
            case SPACE -> Owner.space(first());
            case SPACE_MEMBER -> Owner.spaceMember(first(), second());
            case GLOBAL -> Owner.GLOBAL;
        };
    }

    private Scope scope() {
        return SCOPES[scope];
    }

    /** The subject's id; only of a scope that has one. */
    final String subject() {
        return first();
    }

    private String first() {
        return rest != null && rest.firstText != null ? rest.firstText : Long.toString(number);
    }

    private String second() {
        Rest pair = Objects.requireNonNull(rest, "the scope has one id");
        return pair.secondText != null ? pair.secondText : Long.toString(pair.secondNumber);
    }

    /** Whether this is the subject, or the subject in some chat or space. */
    final boolean isOf(String id) {
        return scope().needsSubject() && subject().equals(id);
    }

    /** Whether this is the subject of the facts, wherever it acts. */
    final boolean isSubjectOf(Facts facts) {
        if (scope != USER || facts.subjectNumber() != number) {
            return false;
        }
        return number != 0 || subject().equals(facts.subject());
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
            case USER -> USER;
            case CHAT -> CHAT;
            case MEMBER -> 2;
            case GLOBAL -> GLOBAL;
            case TOPIC -> 4;
            case SPACE -> 5;
            case SPACE_MEMBER -> 6;
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
