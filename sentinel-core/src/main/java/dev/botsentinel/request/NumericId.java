package dev.botsentinel.request;

/**
 * Tells which ids are numbers. Most platforms number their users and chats, and a number is cheaper to keep, hash and
 * compare than its text. An id is a number only if it is exactly how that number is written, so no two ids become one:
 * {@code 42} is a number; {@code 042}, {@code +42} and {@code -0} are texts.
 */
public final class NumericId {

    private static final int MAX_DIGITS = 18;
    private static final long MAX = 999_999_999_999_999_999L;

    private NumericId() {}

    /** Whether the number has few enough digits: its text then is numeric. */
    static boolean isNumeric(long id) {
        return id >= -MAX && id <= MAX;
    }

    /** Whether {@link Long#toString(long)} of {@link Long#parseLong(String)} gives back this very text. */
    public static boolean isNumeric(String id) {
        int length = id.length();
        int first = length > 1 && id.charAt(0) == '-' ? 1 : 0;
        int digits = length - first;
        if (digits == 0 || digits > MAX_DIGITS || (id.charAt(first) == '0' && length > 1)) {
            return false;
        }
        for (int i = first; i < length; i++) {
            char digit = id.charAt(i);
            if (digit < '0' || digit > '9') {
                return false;
            }
        }
        return true;
    }
}
