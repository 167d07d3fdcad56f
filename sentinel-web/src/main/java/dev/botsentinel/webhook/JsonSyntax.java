package dev.botsentinel.webhook;

/**
 * Whether bytes are one JSON object by RFC 8259, nested no deeper than a bound, with no number of more than 100 characters. Builds
 * nothing and doesn't recurse, so that nothing sent can cost more than the time to look at it once. The bytes are UTF-8 already. What
 * a parser may read in two ways isn't looked for: names that come twice in an object, halves of surrogate pairs as {@code \\u} escapes.
 */
final class JsonSyntax {

    private static final int LONGEST_NUMBER = 100;
    private static final int END = -1;

    private final byte[] bytes;
    /** For each open bracket whether it is an object's. */
    private final boolean[] objects;

    private int at;
    private int depth;

    private JsonSyntax(byte[] bytes, int deepest) {
        this.bytes = bytes;
        this.objects = new boolean[deepest];
    }

    static boolean isObject(byte[] bytes, int deepest) {
        return new JsonSyntax(bytes, deepest).isObject();
    }

    private boolean isObject() {
        skipSpace();
        if (peek() != '{') {
            return false;
        }
        boolean fine = value();
        while (fine && depth > 0) {
            fine = next();
        }
        skipSpace();
        return fine && at == bytes.length;
    }

    /** After a value within a bracket: the bracket's end, or a comma and the next value. */
    private boolean next() {
        skipSpace();
        int c = take();
        if (c == (objects[depth - 1] ? '}' : ']')) {
            depth--;
            return true;
        }
        return c == ',' && member();
    }

    /** A value of an array, or a name and a value of an object. */
    private boolean member() {
        if (objects[depth - 1]) {
            skipSpace();
            if (!name()) {
                return false;
            }
        }
        return value();
    }

    /** A whole value, but for brackets only their beginning and what is first in them. */
    private boolean value() {
        while (true) {
            skipSpace();
            int c = take();
            if (c != '{' && c != '[') {
                return scalar(c);
            }
            if (depth == objects.length) {
                return false;
            }
            objects[depth++] = c == '{';
            skipSpace();
            if (peek() == (c == '{' ? '}' : ']')) {
                at++;
                depth--;
                return true;
            }
            if (c == '{' && !name()) {
                return false;
            }
        }
    }

    private boolean name() {
        if (take() != '"' || !string()) {
            return false;
        }
        skipSpace();
        return take() == ':';
    }

    private boolean scalar(int first) {
        return switch (first) {
            case '"' -> string();
            case 't' -> word("rue");
            case 'f' -> word("alse");
            case 'n' -> word("ull");
            default -> number(first);
        };
    }

    private boolean word(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (take() != rest.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean string() {
        while (true) {
            int c = take();
            if (c == '"') {
                return true;
            }
            if (c == END || c < ' ' || (c == '\\' && !escape())) {
                return false;
            }
        }
    }

    private boolean escape() {
        int c = take();
        if (c != 'u') {
            return c != END && "\"\\/bfnrt".indexOf(c) >= 0;
        }
        for (int i = 0; i < 4; i++) {
            if (Character.digit(take(), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean number(int first) {
        int start = at;
        int c = first == '-' ? take() : first;
        if (!isDigit(c) || (c == '0' && isDigit(peek()))) {
            return false;
        }
        skipDigits();
        if (peek() == '.') {
            at++;
            if (!isDigit(take())) {
                return false;
            }
            skipDigits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            if (!isDigit(take())) {
                return false;
            }
            skipDigits();
        }
        return at - start < LONGEST_NUMBER;
    }

    private void skipDigits() {
        while (isDigit(peek())) {
            at++;
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private void skipSpace() {
        int c = peek();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            at++;
            c = peek();
        }
    }

    private int peek() {
        return at < bytes.length ? bytes[at] & 0xFF : END;
    }

    private int take() {
        return at < bytes.length ? bytes[at++] & 0xFF : END;
    }
}
