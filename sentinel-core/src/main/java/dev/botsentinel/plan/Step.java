package dev.botsentinel.plan;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing a storage examines for a plan and, if the whole plan passes, writes. Sealed: a new kind of step breaks
 * every storage at compile time. Immutable.
 */
public sealed interface Step {

    /** Whose state the step concerns; with the plan's ids it makes an {@link Owner}. */
    Scope scope();

    /** Whether the step decides or only tells. */
    Mode mode();

    /** Answers by the kind of the step. */
    <R> @Nullable R match(Cases<R> cases);

    /**
     * An answer for each kind of step. Java 17 has no exhaustive switch over types; whoever must know all kinds, as each
     * storage must, implements this.
     *
     * @param <R> the answer; may be null
     */
    interface Cases<R> {

        @Nullable
        R notBlocked(NotBlocked step);

        @Nullable
        R firstSeen(FirstSeen step);

        @Nullable
        R takePermits(TakePermits step);

        @Nullable
        R album(Album step);
    }

    /**
     * Refuses while the plan's subject, or its chat, is blocked; writes nothing. Of the subject every block counts; in shadow
     * the one that a shadow escalation led to, else all others. Of the chat only a block made by hand counts, which is the one
     * of the subject with the chat's id: a ladder blocks nobody else in a chat that speaks for itself.
     *
     * @param scope whose block: {@link Scope#USER} or {@link Scope#CHAT}
     * @param mode {@link Mode#ENFORCE} for a chat
     */
    record NotBlocked(Scope scope, Mode mode) implements Step {

        /** The step that enforces blocks of the subject. */
        public static final NotBlocked ENFORCE = new NotBlocked(Scope.USER, Mode.ENFORCE);

        /** The step that reports the blocks of a shadow escalation. */
        public static final NotBlocked SHADOW = new NotBlocked(Scope.USER, Mode.SHADOW);

        /** The step that enforces blocks of the chat. */
        public static final NotBlocked CHAT = new NotBlocked(Scope.CHAT, Mode.ENFORCE);

        /** @throws IllegalArgumentException if this is neither about a subject nor, enforced, about a chat */
        public NotBlocked {
            if (scope != Scope.USER && (scope != Scope.CHAT || mode != Mode.ENFORCE)) {
                throw new IllegalArgumentException("subjects and chats can be blocked, and a chat only enforced; not "
                        + scope.label() + " in mode " + mode);
            }
        }

        /** Whether it is about the chat. */
        public boolean ofChat() {
            return scope == Scope.CHAT;
        }

        @Override
        public <R> @Nullable R match(Cases<R> cases) {
            return cases.notBlocked(this);
        }
    }

    /**
     * Refuses while a value was seen less than {@code windowMicros} ago; else remembers it until {@code now +
     * windowMicros}. A repeat extends nothing. Each owner has a list for each kind and mode; a full list forgets the
     * value first seen the longest ago. {@link Facts#value} is the value to look for.
     *
     * @param kind which list of the owner
     * @param scope whose list, in effect
     * @param value the value itself, for a step of the application's own; null for what the facts bring: the fingerprint
     *     of the content or the update id, by the kind
     * @param windowMicros how long it is remembered, above 0
     */
    record FirstSeen(Kind kind, Scope scope, @Nullable Long value, long windowMicros, Mode mode) implements Step {

        /** A step that looks for what the facts bring. */
        public FirstSeen(Kind kind, Scope scope, long windowMicros, Mode mode) {
            this(kind, scope, null, windowMicros, mode);
        }

        /** A step that looks for a value of its own. */
        public FirstSeen(Kind kind, Scope scope, long value, long windowMicros, Mode mode) {
            this(kind, scope, (Long) value, windowMicros, mode);
        }

        @Override
        public <R> @Nullable R match(Cases<R> cases) {
            return cases.firstSeen(this);
        }

        /** The lists of seen values that an owner has. */
        public enum Kind {
            /** Update ids: the 64 latest. */
            UPDATE_ID(64),
            /** Fingerprints of content: the 16 latest. */
            FINGERPRINT(16);

            private final int capacity;

            Kind(int capacity) {
                this.capacity = capacity;
            }

            /** How many live values an owner's list remembers. */
            public int capacity() {
                return capacity;
            }
        }
    }

    /**
     * Has the parts of one album share the first one's verdict. The blocks and seen values before this step are asked of each
     * part; what comes after it, and all limits, of the first part alone. {@link Facts#album} says which album it is. A plan has
     * at most one such step.
     *
     * <p>The first part is admitted, or refused by a limit or by a seen value after this step; either is remembered for {@link
     * #WINDOW_MICROS} with the owner. A later part within that time writes nothing but that it was here, and what the steps
     * before remember if the first one was admitted. It gets {@link Verdict.Admitted#albumPart} or {@link Verdict.AlbumPart}. An
     * album with {@link #PARTS} parts is forgotten, and so is, beyond {@link #CAPACITY}, the oldest of the owner.
     *
     * <p>The parts can differ in what a policy asks of them: one has a photo, the next a video. So a later part's plan may lack
     * the step that refused the first one. It is looked for among the plan's own steps, then {@code elsewhere}, whose steps are
     * never examined. Its place in the verdict is then counted on, from the number of the plan's steps.
     *
     * @param scope whose album, in effect
     * @param elsewhere the enforced limits and seen values that other parts of the album may be asked for
     */
    record Album(Scope scope, List<Step> elsewhere) implements Step {

        /** How long the parts of an album can be apart: half-open, from the first. */
        public static final long WINDOW_MICROS = 60_000_000;

        /** How many parts an album has at most, the first included. */
        public static final int PARTS = 10;

        /** How many albums are remembered per owner. */
        public static final int CAPACITY = 8;

        /** How many steps there can be elsewhere. */
        public static final int MOST_ELSEWHERE = 100;

        /** @throws IllegalArgumentException if there is too much elsewhere, or what refuses no part that others share */
        public Album {
            elsewhere = List.copyOf(elsewhere);
            if (elsewhere.size() > MOST_ELSEWHERE) {
                throw new IllegalArgumentException("an album has " + elsewhere.size() + " steps elsewhere, but at most "
                        + MOST_ELSEWHERE + " are possible");
            }
            for (Step step : elsewhere) {
                boolean refuses = step instanceof TakePermits || step instanceof FirstSeen;
                if (!refuses || step.mode() != Mode.ENFORCE) {
                    throw new IllegalArgumentException(
                            "elsewhere are enforced limits and seen values, whose refusal the parts share; not "
                                    + step);
                }
            }
        }

        /** An album whose parts are all asked for the same. */
        public Album(Scope scope) {
            this(scope, List.of());
        }

        @Override
        public Mode mode() {
            return Mode.ENFORCE;
        }

        @Override
        public <R> @Nullable R match(Cases<R> cases) {
            return cases.album(this);
        }
    }

    /**
     * Refuses while the limit has less than its cost left; else spends the cost. All steps of this kind in a plan are
     * examined together: the refusal names the one with the longest wait.
     *
     * @param applied the limit, its identity and the scope in effect
     */
    record TakePermits(AppliedLimit applied) implements Step {

        @Override
        public Scope scope() {
            return applied.scope();
        }

        @Override
        public Mode mode() {
            return applied.limit().mode();
        }

        @Override
        public <R> @Nullable R match(Cases<R> cases) {
            return cases.takePermits(this);
        }
    }
}
