package dev.botsentinel.cli;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.request.Request;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A line of a recording, or an update of a document. */
sealed interface RecordedLine {

    /** What the clock is set to; null if it stands. */
    @Nullable
    Instant at();

    /**
     * An update.
     *
     * @param updateId its number; null for one of a recorder, which has a hash
     */
    record Update(@Nullable Instant at, @Nullable Long updateId, Request request) implements RecordedLine {}

    /** Whom the guard took a subject for from then on. */
    record Principal(Instant at, String subjectId, Resolution resolution) implements RecordedLine {}

    /** Lines that the recorder has lost. */
    record Gap(Instant at, long missing) implements RecordedLine {}
}
