package dev.botsentinel.plan;

import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.NumericId;
import dev.botsentinel.request.Request;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one update brings to a plan: its ids, the fingerprint of its content and its update id. An id that is written as a
 * number is kept as one, whether it came as text or as a number: a storage asks {@link #isSubjectNumber()} and needs no
 * text then.
 *
 * <p>Immutable but for {@link #subjectState()}, which a local storage sets and reads on the thread that decides.
 */
public final class Facts {

    /** Stands for an id that is missing; ids are never empty. */
    private static final String NONE = "";

    /** Null if the id is a number. */
    private final @Nullable String subjectText;

    private final @Nullable String chatText;
    private final long subjectNumber;
    private final long chatNumber;
    private final long fingerprint;
    private final long updateId;
    private @Nullable SubjectState subjectState;

    private Facts(
            @Nullable String subjectText,
            long subjectNumber,
            @Nullable String chatText,
            long chatNumber,
            long fingerprint,
            long updateId) {
        this.subjectText = subjectText;
        this.subjectNumber = subjectNumber;
        this.chatText = chatText;
        this.chatNumber = chatNumber;
        this.fingerprint = fingerprint;
        this.updateId = updateId;
    }

    /**
     * The facts of a request.
     *
     * @param fingerprint the keyed hash of its content; any number if no step asks for it
     */
    public static Facts of(Request request, long fingerprint) {
        return new Facts(
                request.isSubjectNumber() ? null : request.hasSubject() ? request.subjectId() : NONE,
                request.subjectNumber(),
                request.isChatNumber() ? null : request.hasChat() ? request.chat() : NONE,
                request.chatNumber(),
                fingerprint,
                request.updateId());
    }

    /** Facts with these ids, without fingerprint and update id. */
    public static Facts of(@Nullable String subject, @Nullable String chat) {
        boolean subjectIsNumber = subject != null && NumericId.isNumeric(subject);
        boolean chatIsNumber = chat != null && NumericId.isNumeric(chat);
        return new Facts(
                subjectIsNumber ? null : Objects.requireNonNullElse(subject, NONE),
                subjectIsNumber ? Long.parseLong(subject) : 0,
                chatIsNumber ? null : Objects.requireNonNullElse(chat, NONE),
                chatIsNumber ? Long.parseLong(chat) : 0,
                0,
                0);
    }

    /** These facts with this fingerprint. */
    public Facts withFingerprint(long fingerprint) {
        return new Facts(subjectText, subjectNumber, chatText, chatNumber, fingerprint, updateId);
    }

    /** These facts with this update id. */
    public Facts withUpdateId(long updateId) {
        return new Facts(subjectText, subjectNumber, chatText, chatNumber, fingerprint, updateId);
    }

    /** Whether somebody acts. */
    public boolean hasSubject() {
        return subjectText == null || !subjectText.isEmpty();
    }

    /** Whether it happened in a chat. */
    public boolean hasChat() {
        return chatText == null || !chatText.isEmpty();
    }

    /** Whether the subject's id is a number: then there is no other subject whose id is this number's text. */
    public boolean isSubjectNumber() {
        return subjectText == null;
    }

    /** Whether the chat's id is a number. */
    public boolean isChatNumber() {
        return chatText == null;
    }

    /** The subject's id as a number; 0 if it is none. */
    public long subjectNumber() {
        return subjectNumber;
    }

    /** The chat's id as a number; 0 if it is none. */
    public long chatNumber() {
        return chatNumber;
    }

    /** The subject's id; null without a subject. Makes the text of a number anew each time. */
    public @Nullable String subject() {
        return subjectText == null ? Long.toString(subjectNumber) : hasSubject() ? subjectText : null;
    }

    /** The chat's id; null without a chat. Makes the text of a number anew each time. */
    public @Nullable String chat() {
        return chatText == null ? Long.toString(chatNumber) : hasChat() ? chatText : null;
    }

    /** What a step looks for: its own value, else the fingerprint or the update id. */
    public long value(FirstSeen step) {
        Long own = step.value();
        if (own != null) {
            return own;
        }
        return switch (step.kind()) {
            case FINGERPRINT -> fingerprint;
            case UPDATE_ID -> updateId;
        };
    }

    /** The fingerprint of the content. */
    public long fingerprint() {
        return fingerprint;
    }

    /** The platform's number of the update. */
    public long updateId() {
        return updateId;
    }

    /**
     * The owner that a step of this scope concerns.
     *
     * @throws IllegalArgumentException if the ids for it are missing
     */
    public Owner owner(Scope scope) {
        return Owner.of(scope, subject(), chat());
    }

    /** Where a local storage last found the subject's state; null if it hasn't looked. */
    public @Nullable SubjectState subjectState() {
        return subjectState;
    }

    /** Leaves the subject's state for whoever needs it next in this decision, so that it is looked up once. */
    public void subjectState(@Nullable SubjectState state) {
        this.subjectState = state;
    }

    /** Whether ids, fingerprint and update id are the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Facts that
                && subjectNumber == that.subjectNumber
                && chatNumber == that.chatNumber
                && fingerprint == that.fingerprint
                && updateId == that.updateId
                && Objects.equals(subjectText, that.subjectText)
                && Objects.equals(chatText, that.chatText);
    }

    @Override
    public int hashCode() {
        return Objects.hash(subjectText, subjectNumber, chatText, chatNumber, fingerprint, updateId);
    }

    /** Names the ids; never the fingerprint. */
    @Override
    public String toString() {
        return "Facts[subject=" + subject() + ", chat=" + chat() + "]";
    }
}
