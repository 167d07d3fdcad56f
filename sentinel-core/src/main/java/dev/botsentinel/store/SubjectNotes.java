package dev.botsentinel.store;

import org.jspecify.annotations.Nullable;

/**
 * A place for what a guard knows of its subjects, kept beside their state by a storage in the same process: for a guard
 * of many subjects, finding a subject costs more than deciding, and so is done once. Notes may be lost at any time, as
 * with any bounded cache, and are no state: nothing is decided by their absence. Thread-safe; never blocks, never throws.
 */
public interface SubjectNotes {

    /** The note on a subject; null if there is none. Allocates next to nothing. */
    @Nullable
    Object get(String subject);

    /** Keeps a note in place of the one before, at least for so long if there is room. */
    void put(String subject, Object note, long keepMicros);

    /** Told now and then of a note that goes on being used, for what to lose first where there is no room. */
    default void used(String subject) {}

    /** Drops the note on a subject. */
    void remove(String subject);
}
