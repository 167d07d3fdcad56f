package dev.botsentinel.ignore;

/** A pattern for one name: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}, and {@code \} before what is meant as it is. */
final class NamePattern {

    private NamePattern() {}

    /** Greedy: on a mismatch only the last star takes one character more. */
    static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int retry = -1;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = n;
                continue;
            }
            int next = p < pattern.length() ? afterOne(pattern, p, name.charAt(n)) : -1;
            if (next >= 0) {
                p = next;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Where the pattern continues after it has matched the character at this place; -1 if it doesn't. */
    private static int afterOne(String pattern, int at, char c) {
        char p = pattern.charAt(at);
        if (p == '?') {
            return at + 1;
        }
        if (p == '[') {
            int end = endOfClass(pattern, at);
            if (end > 0) {
                return classHas(pattern, at + 1, end, c) ? end + 1 : -1;
            }
        }
        if (p == '\\' && at + 1 < pattern.length()) {
            return pattern.charAt(at + 1) == c ? at + 2 : -1;
        }
        return p == c ? at + 1 : -1;
    }

    private static int endOfClass(String pattern, int start) {
        int first = start + 1;
        if (first < pattern.length() && (pattern.charAt(first) == '!' || pattern.charAt(first) == '^')) {
            first++;
        }
        return pattern.indexOf(']', first + 1);
    }

    private static boolean classHas(String pattern, int start, int end, char c) {
        boolean negated = pattern.charAt(start) == '!' || pattern.charAt(start) == '^';
        boolean has = false;
        int i = negated ? start + 1 : start;
        while (i < end) {
            char low = pattern.charAt(i);
            boolean range = i + 2 < end && pattern.charAt(i + 1) == '-';
            char high = range ? pattern.charAt(i + 2) : low;
            has |= c >= low && c <= high;
            i += range ? 3 : 1;
        }
        return has != negated;
    }
}
