package dev.botsentinel.redis;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ids and other texts as bytes and back: each UTF-16 unit by itself as UTF-8 would write it (CESU-8). Nothing is lost, lone
 * surrogates included, and bytes are ordered as {@link String#compareTo} orders the texts.
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

    /** The text that {@link #bytes} wrote. */
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

    /** The text that {@link #escape} wrote, from there to the end. */
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

    /** The id inside a key. */
    static byte[] escaped(@Nullable String id) {
        ByteArrayOutputStream escaped = new ByteArrayOutputStream();
        escape(id, escaped);
        return escaped.toByteArray();
    }

    /** The id inside a key: the marks of hash tags, the escape itself, controls and blanks as {@code %} and two digits. */
    static void escape(@Nullable String id, ByteArrayOutputStream into) {
        for (byte one : bytes(id == null ? "" : id)) {
            boolean plain = (one < 0 || one > ' ') && one != '{' && one != '}' && one != '%' && one != 0x7F;
            if (plain) {
                into.write(one);
            } else {
                into.write('%');
                into.write(Character.forDigit(one >> 4, 16));
                into.write(Character.forDigit(one & 0xF, 16));
            }
        }
    }
}
