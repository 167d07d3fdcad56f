package dev.botsentinel.memory;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.Scope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An owner as the cells are looked up by it. Ids that are numbers, as most platforms' are, are kept as numbers: that saves
 * an owner some 50 bytes, and a look-up the way to two more objects. Injective, because a text counts as a number only if
 * it is how that number is written. Immutable.
 *
 * <p>Ordered, in no order that means anything: ids come from outside, and thousands that share a hash can be made up. A
 * hash map searches those of one hash by their order, and one by one if they have none.
 */
final class CellKey implements Comparable<CellKey> {

    private static final int LONGEST_NUMBER = 18;

    private final Scope scope;
    private final long subject;
    private final long chat;
    private final @Nullable String subjectText;
    private final @Nullable String chatText;

    private CellKey(Scope scope, @Nullable String subject, @Nullable String chat) {
        this.scope = scope;
        this.subjectText = subject == null || isNumber(subject) ? null : subject;
        this.subject = subject == null || subjectText != null ? 0 : Long.parseLong(subject);
        this.chatText = chat == null || isNumber(chat) ? null : chat;
        this.chat = chat == null || chatText != null ? 0 : Long.parseLong(chat);
    }

    /** The key of the owner that a scope has, given the ids of an update; ids that the scope lacks are not looked at. */
    static CellKey of(Scope scope, @Nullable String subject, @Nullable String chat) {
        return new CellKey(
                scope,
                scope == Scope.USER || scope == Scope.MEMBER ? Objects.requireNonNull(subject) : null,
                scope == Scope.CHAT || scope == Scope.MEMBER ? Objects.requireNonNull(chat) : null);
    }

    static CellKey of(Owner owner) {
        return new CellKey(owner.scope(), owner.subject(), owner.chat());
    }

    Owner owner() {
        return switch (scope) {
            case USER -> Owner.user(subject());
            case CHAT -> Owner.chat(chat());
            case MEMBER -> Owner.member(subject(), chat());
            case GLOBAL -> Owner.GLOBAL;
        };
    }

    /** The subject's id; only of a scope that has one. */
    String subject() {
        return subjectText != null ? subjectText : Long.toString(subject);
    }

    /** Whether this is the subject, or the subject in some chat. */
    boolean isOf(String id) {
        return (scope == Scope.USER || scope == Scope.MEMBER) && subject().equals(id);
    }

    private String chat() {
        return chatText != null ? chatText : Long.toString(chat);
    }

    /** Whether {@link Long#toString} gives back this very text. Longer numbers than any platform's stay texts. */
    private static boolean isNumber(String id) {
        int length = id.length();
        int first = length > 1 && id.charAt(0) == '-' ? 1 : 0;
        if (length - first > LONGEST_NUMBER || (id.charAt(first) == '0' && length > 1)) {
            return false;
        }
        for (int i = first; i < length; i++) {
            char digit = id.charAt(i);
            if (digit < '0' || digit > '9') {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CellKey that
                && subject == that.subject
                && chat == that.chat
                && scope == that.scope
                && Objects.equals(subjectText, that.subjectText)
                && Objects.equals(chatText, that.chatText);
    }

    @Override
    public int hashCode() {
        long ids = (subject * 31 + chat) * 0x9E3779B97F4A7C15L;
        int hash = (int) (ids >>> 32) + rank();
        return subjectText == null && chatText == null
                ? hash
                : 31 * (31 * hash + Objects.hashCode(subjectText)) + Objects.hashCode(chatText);
    }

    /** Equal keys, and no others, compare as 0. */
    @Override
    public int compareTo(CellKey that) {
        int order = scope.compareTo(that.scope);
        order = order != 0 ? order : Long.compare(subject, that.subject);
        order = order != 0 ? order : Long.compare(chat, that.chat);
        order = order != 0 ? order : compare(subjectText, that.subjectText);
        return order != 0 ? order : compare(chatText, that.chatText);
    }

    private static int compare(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        return one.compareTo(other);
    }

    /** The place of the owner's cell in the order of locking; see {@link Cells}. */
    int rank() {
        return rank(scope);
    }

    static int rank(Scope scope) {
        return switch (scope) {
            case USER -> 0;
            case CHAT -> 1;
            case MEMBER -> 2;
            case GLOBAL -> 3;
        };
    }

    @Override
    public String toString() {
        return owner().toString();
    }
}
