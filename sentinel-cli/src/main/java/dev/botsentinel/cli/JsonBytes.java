package dev.botsentinel.cli;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compact JSON in UTF-8, appended to a growing buffer. Strings are written as RFC 8785 has them: quotes, backslashes and
 * control characters escaped, in the short form where there is one, all else raw. Half of a surrogate pair, which UTF-8
 * can't carry, is a {@code \}{@code u} escape: {@code \}{@code ud83d}. A JSON library would do all but the latter, and
 * would write hexadecimal digits in upper case. Not thread-safe.
 */
final class JsonBytes {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private byte[] bytes = new byte[1 << 16];
    private int length;

    private long formattedDay = Long.MIN_VALUE;
    private byte[] formattedDate = new byte[0];

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Empties the buffer, and gives back the memory of an unusual line. */
    void clear() {
        length = 0;
        if (bytes.length > 1 << 20) {
            bytes = new byte[1 << 16];
        }
    }

    /** Appends ASCII as it is: keys, punctuation, literals. */
    @SuppressWarnings("deprecation") // exactly what it does is wanted: ASCII characters to bytes, without a detour
    JsonBytes raw(String ascii) {
        reserve(ascii.length());
        ascii.getBytes(0, ascii.length(), bytes, length);
        length += ascii.length();
        return this;
    }

    JsonBytes number(long number) {
        if (number < 0) {
            return raw(Long.toString(number)); // ids of groups; the least long has no positive
        }
        int count = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            count++;
        }
        digits(number, count);
        return this;
    }

    /** The number as a string, as ids are written. */
    JsonBytes quoted(long number) {
        return put('"').number(number).put('"');
    }

    JsonBytes numberOrNull(@Nullable Long number) {
        return number == null ? raw("null") : number(number);
    }

    JsonBytes stringOrNull(@Nullable String text) {
        return text == null ? raw("null") : string(text);
    }

    JsonBytes string(String text) {
        put('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
                put(c);
            } else if (c < 0x80) {
                escape(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                fourBytes(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                beyondAscii(c);
            }
        }
        return put('"');
    }

    /** An instant with six fraction digits: {@code "2026-01-01T00:00:00.000000Z"}. Years 0 to 9999. */
    JsonBytes instant(long epochMicros) {
        long day = Math.floorDiv(epochMicros, MICROS_PER_DAY);
        if (day != formattedDay) {
            formattedDay = day;
            formattedDate = LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII);
        }
        long micros = Math.floorMod(epochMicros, MICROS_PER_DAY);
        long seconds = micros / 1_000_000;
        put('"');
        reserve(formattedDate.length);
        System.arraycopy(formattedDate, 0, bytes, length, formattedDate.length);
        length += formattedDate.length;
        put('T').digits(seconds / 3600, 2);
        put(':').digits(seconds / 60 % 60, 2);
        put(':').digits(seconds % 60, 2);
        put('.').digits(micros % 1_000_000, 6);
        return put('Z').put('"');
    }

    private void digits(long number, int count) {
        reserve(count);
        long rest = number;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> put('\\').put(c);
            case '\b' -> raw("\\b");
            case '\t' -> raw("\\t");
            case '\n' -> raw("\\n");
            case '\f' -> raw("\\f");
            case '\r' -> raw("\\r");
            default -> {
                if (c < ' ') {
                    unicodeEscape(c);
                } else {
                    put(c);
                }
            }
        }
    }

    private void unicodeEscape(char c) {
        raw("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            put((char) HEX[(c >> shift) & 0xF]);
        }
    }

    private void beyondAscii(char c) {
        if (Character.isSurrogate(c)) {
            unicodeEscape(c);
        } else if (c < 0x800) {
            put((char) (0xC0 | (c >> 6)));
            put(continuation(c));
        } else {
            put((char) (0xE0 | (c >> 12)));
            put(continuation(c >> 6));
            put(continuation(c));
        }
    }

    private void fourBytes(int codePoint) {
        put((char) (0xF0 | (codePoint >> 18)));
        put(continuation(codePoint >> 12));
        put(continuation(codePoint >> 6));
        put(continuation(codePoint));
    }

    private static char continuation(int bits) {
        return (char) (0x80 | (bits & 0x3F));
    }

    /** Appends one byte. */
    private JsonBytes put(char low) {
        reserve(1);
        bytes[length++] = (byte) low;
        return this;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
