package dev.botsentinel.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * Reads date-times as RFC 3339 has them and nothing else: full date, {@code T}, seconds, any number of fraction digits
 * (kept to the nanosecond, the rest cut), {@code Z} or a numeric offset; the letters also in lower case. The leap second
 * {@code :60} is the second after it, and stands only where one can be: at the end of a month in UTC.
 */
final class Rfc3339 {

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int NANO_DIGITS = 9;

    /** Where the separators stand in {@code 2026-01-01T00:00:00}. */
    private static final int END_OF_SECONDS = 19;

    private Rfc3339() {}

    /** The instant; null if the text is anything else. */
    static @Nullable Instant parse(String text) {
        int endOfFraction = endOfFraction(text);
        if (endOfFraction < 0 || !hasSeparators(text)) {
            return null;
        }
        LocalDate date = date(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
        int seconds = secondOfDay(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19));
        Integer offset = offset(text, endOfFraction);
        if (date == null || seconds < 0 || offset == null) {
            return null;
        }
        long utc = date.toEpochDay() * SECONDS_PER_DAY + seconds - offset;
        return text.startsWith("60", 17) && !beginsAMonth(utc)
                ? null
                : Instant.ofEpochSecond(utc, nanos(text, END_OF_SECONDS + 1, endOfFraction));
    }

    private static boolean hasSeparators(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (text.charAt(10) == 'T' || text.charAt(10) == 't')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** Where the zone starts; -1 if there is none, or a point without digits. */
    private static int endOfFraction(String text) {
        if (text.length() <= END_OF_SECONDS || text.charAt(END_OF_SECONDS) != '.') {
            return text.length() <= END_OF_SECONDS ? -1 : END_OF_SECONDS;
        }
        int end = END_OF_SECONDS + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end == END_OF_SECONDS + 1 || end == text.length() ? -1 : end;
    }

    private static @Nullable LocalDate date(int year, int month, int day) {
        boolean possible = year >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
        return possible ? LocalDate.of(year, month, day) : null;
    }

    private static int secondOfDay(int hour, int minute, int second) {
        boolean possible = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
        return possible ? (hour * 60 + minute) * 60 + second : -1;
    }

    /** Seconds east of UTC. */
    private static @Nullable Integer offset(String text, int start) {
        char sign = text.charAt(start);
        if (sign == 'Z' || sign == 'z') {
            return start + 1 == text.length() ? 0 : null;
        }
        if ((sign != '+' && sign != '-') || start + 6 != text.length() || text.charAt(start + 3) != ':') {
            return null;
        }
        int seconds = secondOfDay(number(text, start + 1, start + 3), number(text, start + 4, start + 6), 0);
        return seconds < 0 ? null : Integer.valueOf(sign == '+' ? seconds : -seconds);
    }

    private static boolean beginsAMonth(long epochSecond) {
        return Math.floorMod(epochSecond, SECONDS_PER_DAY) == 0
                && LocalDate.ofEpochDay(Math.floorDiv(epochSecond, SECONDS_PER_DAY))
                                .getDayOfMonth()
                        == 1;
    }

    private static int nanos(String text, int start, int end) {
        int nanos = 0;
        for (int i = start; i < start + NANO_DIGITS; i++) {
            nanos = nanos * 10 + (i < end ? text.charAt(i) - '0' : 0);
        }
        return nanos;
    }

    /** A number of nothing but ASCII digits; -1 if there is anything else. */
    private static int number(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
