package dev.botsentinel.plan;

import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.PresentIds;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one update brings to a plan: its ids, the fingerprint of its content, its update id, and what was drawn for it at
 * random. An id that is written as a number is kept as one, whether it came as text or as a number: a storage asks {@link
 * #isSubjectNumber()} and needs no text then. Immutable.
 */
public final class Facts {

    private static final String NO_ACTION = "-";

    /** Its content is not for storages: they see the fingerprint. */
    private final Request request;

    private final long fingerprint;

    /** Null for most updates. */
    private final @Nullable Rare rare;

    private final @Nullable SubjectState subjectState;

    /**
     * What only few updates bring.
     *
     * @param updateId in place of the request's
     */
    private record Rare(@Nullable Long updateId, @Nullable Long album, int jitterDraw) {

        static final Rare NONE = new Rare(null, null, 0);
    }

    private Facts(Request request, long fingerprint, @Nullable Rare rare, @Nullable SubjectState subjectState) {
        this.request = request;
        this.fingerprint = fingerprint;
        this.rare = rare;
        this.subjectState = subjectState;
    }

    /**
     * The facts of a request.
     *
     * @param fingerprint the keyed hash of its content; any number if no step asks for it
     */
    public static Facts of(Request request, long fingerprint) {
        return of(request, fingerprint, null);
    }

    /**
     * The same, with what was found of the subject before.
     *
     * @param subjectState null if nothing was found, or nobody has looked
     */
    public static Facts of(Request request, long fingerprint, @Nullable SubjectState subjectState) {
        return new Facts(request, fingerprint, null, subjectState);
    }

    private static int checkedDraw(int draw) {
        if (draw < 0 || draw > Escalation.MAX_DRAW) {
            throw new IllegalArgumentException(
                    "a draw for the jitter is 0 to " + Escalation.MAX_DRAW + ", this one is " + draw);
        }
        return draw;
    }

    /** Facts with these ids, without fingerprint and update id. */
    public static Facts of(@Nullable String subject, @Nullable String chat) {
        return of(subject, chat, null, null);
    }

    /** Facts with these ids, without fingerprint and update id. */
    public static Facts of(
            @Nullable String subject, @Nullable String chat, @Nullable String topic, @Nullable String space) {
        Request.Builder ids = Request.builder(NO_ACTION).chat(chat).topic(topic).space(space);
        return of((subject == null ? ids : ids.subject(subject)).build(), 0);
    }

    /** Facts with the ids of this owner and no others, without fingerprint and update id. */
    public static Facts of(Owner owner) {
        return of(owner.subject(), owner.chat(), owner.topic(), owner.space());
    }

    /** These facts with this fingerprint. */
    public Facts withFingerprint(long fingerprint) {
        return new Facts(request, fingerprint, rare, subjectState);
    }

    /** These facts of a part of an album. */
    public Facts withAlbum(long album) {
        Rare known = rare();
        return with(new Rare(known.updateId, album, known.jitterDraw));
    }

    /** These facts with this draw for the jitter of a block, 0 to {@link Escalation#MAX_DRAW}. */
    public Facts withJitterDraw(int draw) {
        Rare known = rare();
        return with(new Rare(known.updateId, known.album, checkedDraw(draw)));
    }

    /** These facts with this update id. */
    public Facts withUpdateId(long updateId) {
        Rare known = rare();
        return with(new Rare(updateId, known.album, known.jitterDraw));
    }

    private Rare rare() {
        return rare == null ? Rare.NONE : rare;
    }

    private Facts with(Rare others) {
        return new Facts(request, fingerprint, others, subjectState);
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

    /** The topic's id within the chat; null without a chat or a topic. */
    public @Nullable String topic() {
        return request.hasTopic() ? request.topic() : null;
    }

    /** The space's id; null without a space. */
    public @Nullable String space() {
        return request.space();
    }

    /** Which ids there are. */
    public PresentIds ids() {
        return new PresentIds(request.hasSubject(), request.hasChat(), request.hasTopic(), request.hasSpace());
    }

    /** What a step looks for: its own value, else the fingerprint or the update id. */
    public long value(FirstSeen step) {
        Long own = step.value();
        if (own != null) {
            return own;
        }
        return switch (step.kind()) {
            case FINGERPRINT -> fingerprint;
            case UPDATE_ID -> updateId();
        };
    }

    /** The fingerprint of the content. */
    public long fingerprint() {
        return fingerprint;
    }

    /** The keyed hash of the album, its chat and the action; 0 if the update is no part of an album. */
    public long album() {
        return rare == null || rare.album == null ? 0 : rare.album;
    }

    /** By what chance a block that this update leads to lasts longer, see {@link Escalation#blockMicros(int, int)}. */
    public int jitterDraw() {
        return rare == null ? 0 : rare.jitterDraw;
    }

    /** The number of the update: the platform's own, or a keyed hash of its id where that is a text. */
    public long updateId() {
        return rare == null || rare.updateId == null ? request.updateId() : rare.updateId;
    }

    /**
     * The owner that a step of this scope concerns.
     *
     * @throws IllegalArgumentException if the ids for it are missing
     */
    public Owner owner(Scope scope) {
        return switch (scope) {
            case GLOBAL -> Owner.GLOBAL;
            case USER, CHAT, TOPIC, MEMBER, SPACE, SPACE_MEMBER ->
                new Owner(
                        scope,
                        scope.needsSubject() ? subject() : null,
                        scope.needsChat() ? chat() : null,
                        scope.needsTopic() ? topic() : null,
                        scope.needsSpace() ? space() : null);
        };
    }

    /** What was found of the subject before; null if nothing was, or nobody has looked. No fact, so no part of equality. */
    public @Nullable SubjectState subjectState() {
        return subjectState;
    }

    /** Whether ids, fingerprint, draw and update id are the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Facts that
                && fingerprint == that.fingerprint
                && updateId() == that.updateId()
                && album() == that.album()
                && jitterDraw() == that.jitterDraw()
                && Objects.equals(subject(), that.subject())
                && Objects.equals(chat(), that.chat())
                && Objects.equals(topic(), that.topic())
                && Objects.equals(space(), that.space());
    }

    @Override
    public int hashCode() {
        return Objects.hash(subject(), chat(), topic(), space(), fingerprint, updateId());
    }

    /** Names the ids; never the fingerprint. */
    @Override
    public String toString() {
        String topic = topic() == null ? "" : ", topic=" + topic();
        String space = space() == null ? "" : ", space=" + space();
        return Quote.escape("Facts[subject=" + subject() + ", chat=" + chat() + topic + space + "]");
    }
}
