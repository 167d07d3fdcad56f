package dev.botsentinel.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Walks through JSON in a file, which may be longer than memory, as far as its brackets, commas and texts go, and cuts the
 * values out of it that somebody wants; whether those are JSON inside, a JSON library finds out. What is in the wrong place is
 * never passed over, so that a reader can look for the next beginning from there on. Not thread-safe.
 *
 * <p>A truncated file and the next one behind it can look like one until far behind the break. Two things show a break early:
 * no text goes over the end of a line, and nobody prints the value of a field into the first column of another line.
 */
final class JsonScanner {

    /** More than any document of use; an update may have 200. */
    private static final int MAX_LEVELS = 1_000;

    private static final int USUAL_BYTES = 1 << 16;
    private static final int LONGEST_NAME = 64;

    private final FileBytes bytes;

    /** What was cut out so far, as long as somebody wants it. */
    private byte[] kept = new byte[1 << 12];

    private int keptBytes;
    private boolean keeping;
    private boolean tooLong;

    JsonScanner(FileBytes bytes) {
        this.bytes = bytes;
    }

    /** Where the position is. */
    FilePlace place() {
        return new FilePlace(bytes.line, bytes.column);
    }

    /** The byte at the position; -1 at the end of the file. */
    int peek() throws IOException {
        return bytes.peek(0);
    }

    /** Passes the byte at the position, which there must be. */
    void pass() throws IOException {
        int passed = bytes.peek(0);
        keep(bytes.position, bytes.position + 1);
        bytes.position++;
        if (passed == '\n') {
            bytes.nextLine();
        } else if ((passed & 0xC0) != 0x80) {
            // Bytes within a character count with its first.
            bytes.column++;
        }
    }

    /** Passes white space; gives what stands behind it, -1 for the end of the file. */
    int peekBehindSpace() throws IOException {
        while (isSpace(peek())) {
            pass();
        }
        return peek();
    }

    /** Passes the white space up to the end of the line; gives what stands there. */
    int peekInLine() throws IOException {
        while (isSpace(peek()) && peek() != '\n') {
            pass();
        }
        return peek();
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** Passes a field's name and the colon behind it; of a long name, gives its start. */
    String name() throws IOException, BadLineException {
        if (peekBehindSpace() != '"') {
            throw wrong("no name of a field where one has to be");
        }
        begin();
        string();
        byte[] name = cut();
        if (peekBehindSpace() != ':') {
            throw wrong("no colon after the name of a field");
        }
        pass();
        return new String(name, 1, Math.min(name.length - 2, LONGEST_NAME), StandardCharsets.UTF_8);
    }

    /**
     * Cuts a value out.
     *
     * @return null if it is longer than {@link LineReader#MAX_LINE_BYTES}, and was skipped
     */
    byte @Nullable [] value() throws IOException, BadLineException {
        begin();
        skipValue();
        byte[] value = cut();
        return tooLong ? null : value;
    }

    /** Passes a value. */
    void skipValue() throws IOException, BadLineException {
        int first = peekBehindSpace();
        if (first == '"') {
            string();
        } else if (first == '{' || first == '[') {
            nested();
        } else {
            literal();
        }
    }

    private void literal() throws IOException, BadLineException {
        boolean any = false;
        for (int c = peek(); c >= 0 && !isSpace(c) && "{}[],:\"".indexOf(c) < 0; c = peek()) {
            pass();
            any = true;
        }
        if (!any) {
            throw wrong("no value where one has to be");
        }
    }

    private void nested() throws IOException, BadLineException {
        BitSet objects = new BitSet();
        int levels = 0;
        int before = ':';
        do {
            int c = peek();
            switch (c) {
                case '{', '[' -> {
                    if (levels > 0 && !mayOpen(objects.get(levels), before)) {
                        throw wrong("a bracket where none may be");
                    }
                    if (++levels > MAX_LEVELS) {
                        throw wrong("more than " + MAX_LEVELS + " levels of brackets");
                    }
                    objects.set(levels, c == '{');
                    pass();
                }
                case '}', ']' -> {
                    if (objects.get(levels) != (c == '}')) {
                        throw wrong("the wrong closing bracket");
                    }
                    levels--;
                    pass();
                }
                case '"' -> string();
                case -1 -> throw wrong("");
                default -> pass();
            }
            before = isSpace(c) ? before : c;
        } while (levels > 0);
    }

    private boolean mayOpen(boolean inObject, int before) {
        return inObject ? before == ':' && bytes.column > 1 : before == '[' || before == ',';
    }

    private void string() throws IOException, BadLineException {
        pass();
        for (int c = peek(); c != '"'; c = peek()) {
            if (c == '\n' || c < 0) {
                throw wrong("a text without its closing quote");
            }
            if (c == '\\') {
                pass();
                if (peek() >= 0 && peek() != '\n') {
                    pass();
                }
            } else {
                passPlain();
            }
        }
        pass();
    }

    /** Passes what has no meaning within a text, as far as it is in the buffer: nearly all there is of a file. */
    private void passPlain() {
        int start = bytes.position;
        int end = start;
        while (end < bytes.limit && isPlain(bytes.buffer[end])) {
            bytes.column += (bytes.buffer[end] & 0xC0) == 0x80 ? 0 : 1;
            end++;
        }
        keep(start, end);
        bytes.position = end;
    }

    private static boolean isPlain(byte b) {
        return b != '"' && b != '\\' && b != '\n';
    }

    /** Passes what is left of the line, and its end. */
    void passLine() throws IOException {
        while (peek() >= 0 && peek() != '\n') {
            pass();
        }
        if (peek() >= 0) {
            pass();
        }
    }

    /**
     * Passes all that belongs to something broken: up to a line that begins with an opening bracket, in its first column.
     */
    void passBroken() throws IOException {
        keeping = false;
        while (peek() >= 0 && !(bytes.column == 1 && (peek() == '{' || peek() == '['))) {
            pass();
        }
    }

    /** What is wrong at the position; that the file ends there comes before all else. */
    BadLineException wrong(String what) throws IOException {
        return new BadLineException(peek() < 0 ? "the JSON ends too soon" : what);
    }

    private void begin() {
        keeping = true;
        keptBytes = 0;
        tooLong = false;
    }

    private void keep(int start, int end) {
        int more = end - start;
        if (!keeping || tooLong) {
            return;
        }
        if (keptBytes + more > LineReader.MAX_LINE_BYTES) {
            tooLong = true;
            return;
        }
        if (keptBytes + more > kept.length) {
            kept = Arrays.copyOf(
                    kept, Math.max(keptBytes + more, Math.min(2 * kept.length, LineReader.MAX_LINE_BYTES)));
        }
        System.arraycopy(bytes.buffer, start, kept, keptBytes, more);
        keptBytes += more;
    }

    private byte[] cut() {
        keeping = false;
        byte[] value = Arrays.copyOf(kept, keptBytes);
        if (kept.length > USUAL_BYTES) {
            kept = new byte[USUAL_BYTES];
        }
        return value;
    }
}
