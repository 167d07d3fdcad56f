package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.request.NumericId;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose block it is. An id that is a number is kept as one, whichever way it came, so that a look-up makes no text.
 * Immutable.
 *
 * @param text null if the id is a number
 * @param number 0 if it is none
 */
record SubjectId(@Nullable String text, long number) implements Comparable<SubjectId> {

    private static final Comparator<SubjectId> ORDER = Comparator.comparingLong(SubjectId::number)
            .thenComparing(SubjectId::text, Comparator.nullsFirst(Comparator.naturalOrder()));

    static SubjectId of(String id) {
        return NumericId.isNumeric(id) ? new SubjectId(null, Long.parseLong(id)) : new SubjectId(id, 0);
    }

    /** The subject of an update; null without one. */
    static @Nullable SubjectId of(Facts facts) {
        if (facts.isSubjectNumber()) {
            return new SubjectId(null, facts.subjectNumber());
        }
        String text = facts.subject();
        return text == null ? null : new SubjectId(text, 0);
    }

    /** The subject with the id of an update's chat; null without a chat. */
    static @Nullable SubjectId ofChat(Facts facts) {
        if (facts.isChatNumber()) {
            return new SubjectId(null, facts.chatNumber());
        }
        String text = facts.chat();
        return text == null ? null : new SubjectId(text, 0);
    }

    String id() {
        return text == null ? Long.toString(number) : text;
    }

    @Override
    public int compareTo(SubjectId other) {
        return ORDER.compare(this, other);
    }

    /** Spelled out, because each call looks one up, and what a record generates is slower. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SubjectId that && number == that.number && Objects.equals(text, that.text);
    }

    @Override
    public int hashCode() {
        return text == null ? Long.hashCode(number) : text.hashCode();
    }
}
