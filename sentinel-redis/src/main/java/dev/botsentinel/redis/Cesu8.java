package dev.botsentinel.redis;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encodes texts in CESU-8: each UTF-16 unit by itself, as in UTF-8. Lossless even for lone surrogates, and bytes sort as {@link
 * String#compareTo} sorts the texts.
 */
final class Cesu8 {

    private static final int ONE_BYTE = 0x80;
    private static final int TWO_BYTES = 0x800;

    private Cesu8() {}

    static byte[] bytes(String text) {
        byte[] bytes = new byte[3 * text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < ONE_BYTE) {
                bytes[length++] = (byte) unit;
            } else if (unit < TWO_BYTES) {
                bytes[length++] = (byte) (0xC0 | (unit >> 6));
                bytes[length++] = (byte) (0x80 | (unit & 0x3F));
            } else {
                bytes[length++] = (byte) (0xE0 | (unit >> 12));
                bytes[length++] = (byte) (0x80 | ((unit >> 6) & 0x3F));
                bytes[length++] = (byte) (0x80 | (unit & 0x3F));
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    /** Decodes what {@link #bytes} encoded. */
    static String text(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            int first = bytes[i++] & 0xFF;
            if (first < ONE_BYTE) {
                text.append((char) first);
            } else if (first < 0xE0) {
                text.append((char) (((first & 0x1F) << 6) | (bytes[i++] & 0x3F)));
            } else {
                text.append((char) (((first & 0x0F) << 12) | ((bytes[i++] & 0x3F) << 6) | (bytes[i++] & 0x3F)));
            }
        }
        return text.toString();
    }

    static String text(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    /** Decodes what {@link #escape} encoded, from an index to the end. */
    static String unescape(byte[] escaped, int from) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int i = from; i < escaped.length; i++) {
            if (escaped[i] == '%' && i + 2 < escaped.length) {
                plain.write(Character.digit(escaped[i + 1], 16) << 4 | Character.digit(escaped[i + 2], 16));
                i += 2;
            } else {
                plain.write(escaped[i]);
            }
        }
        return text(plain.toByteArray());
    }

    /** An id as in a key. */
    static byte[] escaped(@Nullable String id) {
        ByteArrayOutputStream escaped = new ByteArrayOutputStream();
        escape(id, escaped);
        return escaped.toByteArray();
    }

    /** Appends an id as in a key: braces, percent signs, blanks and control characters become {@code %} and two digits. */
    static void escape(@Nullable String id, ByteArrayOutputStream into) {
        for (byte b : bytes(id == null ? "" : id)) {
            boolean plain = (b < 0 || b > ' ') && b != '{' && b != '}' && b != '%' && b != 0x7F;
            if (plain) {
                into.write(b);
            } else {
                into.write('%');
                into.write(Character.forDigit(b >> 4, 16));
                into.write(Character.forDigit(b & 0xF, 16));
            }
        }
    }
}
