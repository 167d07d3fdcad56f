package dev.botsentinel.access;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.SubjectState;
import dev.botsentinel.request.Request;
import org.jspecify.annotations.Nullable;

/**
 * Where one guard caches what its resolver said of subjects. A storage in the same process offers one that keeps each
 * answer beside the subject's state, so that one look-up finds both: for a guard of many subjects, finding a subject
 * costs more than deciding. Answers may be lost at any time, as from any bounded cache. Thread-safe; never blocks, never
 * throws.
 */
public interface PrincipalCache {

    /**
     * What is cached of a subject. The guard passes it on in the {@link Facts#subjectState() facts}, so that a storage which
     * keeps answers beside the subject's state has to look that up once. The guard reads the stamp first and then the resolution, without a lock. A cache that
     * changes an entry in place therefore writes the resolution first and then the stamp, both visible to all threads in
     * this order: else an answer that expired long ago could be taken for the one that replaces it.
     */
    interface Entry extends SubjectState {

        /** The resolver's answer; null if none is cached. */
        @Nullable
        Resolution resolution();

        /** What was cached with the answer. */
        long stamp();
    }

    /**
     * The entry of the request's subject; null if there is none. Allocates nothing where the storage is local.
     *
     * @param request with a subject
     */
    @Nullable
    Entry find(Request request);

    /**
     * Caches an answer in place of the one before.
     *
     * @param facts with a subject
     * @param stamp the guard's own mark of the answer: when it came, and in which generation
     * @param keepMicros how long it is of use; it is kept at least so long if there is room
     */
    void put(Facts facts, Resolution resolution, long stamp, long keepMicros);

    /** Drops the answer on a subject. */
    void remove(String subject);
}
