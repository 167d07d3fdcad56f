package dev.botsentinel.cli;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them. */
final class Numbers {

    private Numbers() {}

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    static String share(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    /** The two units that matter: {@code 1d 0h}, {@code 2m 5s}, {@code 0.84s}. */
    static String span(Duration span) {
        if (span.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.2fs", span.toNanos() / 1e9);
        }
        if (span.compareTo(Duration.ofHours(1)) < 0) {
            return span.toMinutes() + "m " + span.toSecondsPart() + "s";
        }
        return span.compareTo(Duration.ofDays(1)) < 0
                ? span.toHours() + "h " + span.toMinutesPart() + "m"
                : span.toDays() + "d " + span.toHoursPart() + "h";
    }
}
