package dev.botsentinel.store;

import dev.botsentinel.request.Subject;
import java.util.Comparator;

/**
 * How often a subject was denied. Immutable.
 *
 * @param subject who
 * @param denials how many denials there are in its runs that reach into the time that was asked about
 */
public record Offender(Subject subject, long denials) {

    /** Who was denied most; of equals, in order of the ids. */
    public static final Comparator<Offender> MOST_DENIED_FIRST = Comparator.comparingLong(Offender::denials)
            .reversed()
            .thenComparing(offender -> offender.subject().id());
}
