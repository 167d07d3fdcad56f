package dev.botsentinel.store;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.request.Subject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a storage keeps of a subject. Immutable.
 *
 * @param owner whose it is: the subject's own, or the subject's in one chat
 * @param kind what it is
 * @param name which one: the limit's key, where the storage still knows it; else empty
 * @param value what is kept, in the storage's own words; may be empty
 * @param until when it ends; null if it doesn't end by itself
 */
public record StoredItem(
        Owner owner,
        Kind kind,
        String name,
        String value,
        @Nullable Instant until) {

    /**
     * A subject's last denials as one item.
     *
     * @param newestFirst one or more
     */
    public static StoredItem ofDenials(Subject subject, List<RecentDenial> newestFirst) {
        String value = newestFirst.stream()
                .map(run -> run.last() + " " + run.times() + " × " + run.action() + " " + run.reason() + " by "
                        + run.rule())
                .collect(Collectors.joining("; "));
        Instant until = newestFirst.get(0).last().plus(DenialHistory.KEPT);
        return new StoredItem(Owner.user(subject.id()), Kind.DENIALS, "", value, until);
    }

    /** What is kept. */
    public enum Kind {
        /** A block. */
        BLOCK,
        /** A block that a shadow escalation led to. */
        SHADOW_BLOCK,
        /** What was spent of a limit. */
        LIMIT,
        /** Hashes of what was sent, and update ids. */
        SEEN,
        /** Violations and the rung that they led to, shadow ones included. */
        OFFENCES,
        /** Limits that refuse for a while. */
        COOLDOWNS,
        /** Albums of which a part was seen. */
        ALBUMS,
        /** Refunds made. */
        REFUNDS,
        /** The last denials. */
        DENIALS,
        /** A registered or seen user. */
        USER,
        /** What another version keeps. */
        OTHER
    }
}
