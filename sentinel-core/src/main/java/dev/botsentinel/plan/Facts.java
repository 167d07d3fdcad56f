package dev.botsentinel.plan;

import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.policy.Scope;
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

    private static final String NO_ACTION = "-";

    /** Its content is not for storages: they see the fingerprint. */
    private final Request request;

    private final long fingerprint;
    private @Nullable SubjectState subjectState;

    private Facts(Request request, long fingerprint) {
        this.request = request;
        this.fingerprint = fingerprint;
    }

    /**
     * The facts of a request.
     *
     * @param fingerprint the keyed hash of its content; any number if no step asks for it
     */
    public static Facts of(Request request, long fingerprint) {
        return new Facts(request, fingerprint);
    }

    /** Facts with these ids, without fingerprint and update id. */
    public static Facts of(@Nullable String subject, @Nullable String chat) {
        return new Facts(ids(subject, chat).build(), 0);
    }

    private static Request.Builder ids(@Nullable String subject, @Nullable String chat) {
        Request.Builder ids = Request.builder(NO_ACTION).chat(chat);
        return subject == null ? ids : ids.subject(subject);
    }

    /** These facts with this fingerprint. */
    public Facts withFingerprint(long fingerprint) {
        return new Facts(request, fingerprint);
    }

    /** These facts with this update id. */
    public Facts withUpdateId(long updateId) {
        return new Facts(ids(subject(), chat()).updateId(updateId).build(), fingerprint);
    }

    /** Whether somebody acts. */
    public boolean hasSubject() {
        return request.hasSubject();
    }

    /** Whether it happened in a chat. */
    public boolean hasChat() {
        return request.hasChat();
    }

    /** Whether the subject's id is a number: then there is no other subject whose id is this number's text. */
    public boolean isSubjectNumber() {
        return request.isSubjectNumber();
    }

    /** Whether the chat's id is a number. */
    public boolean isChatNumber() {
        return request.isChatNumber();
    }

    /** The subject's id as a number; 0 if it is none. */
    public long subjectNumber() {
        return request.subjectNumber();
    }

    /** The chat's id as a number; 0 if it is none. */
    public long chatNumber() {
        return request.chatNumber();
    }

    /** The subject's id; null without a subject. Makes the text of a number anew each time. */
    public @Nullable String subject() {
        return request.subjectId();
    }

    /** The chat's id; null without a chat. Makes the text of a number anew each time. */
    public @Nullable String chat() {
        return request.chat();
    }

    /** What a step looks for: its own value, else the fingerprint or the update id. */
    public long value(FirstSeen step) {
        Long own = step.value();
        if (own != null) {
            return own;
        }
        return switch (step.kind()) {
            case FINGERPRINT -> fingerprint;
            case UPDATE_ID -> request.updateId();
        };
    }

    /** The fingerprint of the content. */
    public long fingerprint() {
        return fingerprint;
    }

    /** The platform's number of the update. */
    public long updateId() {
        return request.updateId();
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
                && fingerprint == that.fingerprint
                && updateId() == that.updateId()
                && Objects.equals(subject(), that.subject())
                && Objects.equals(chat(), that.chat());
    }

    @Override
    public int hashCode() {
        return Objects.hash(subject(), chat(), fingerprint, updateId());
    }

    /** Names the ids; never the fingerprint. */
    @Override
    public String toString() {
        return "Facts[subject=" + subject() + ", chat=" + chat() + "]";
    }
}
