package dev.botsentinel.redis;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of an owner's value that one {@code struct.unpack} reads and one {@code struct.pack} writes: what is always the
 * same, which is compared and copied as a whole, and fields. What stands next to each other and is always the same is one
 * text. Not thread-safe.
 */
final class ValueLayout {

    private final int number;
    private final Side read = new Side();
    private final Side write = new Side();
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, String> named = new LinkedHashMap<>();
    private int size;
    private String lastLiteral = "";
    private int markedFormat;
    private int markedName;
    private int markedSize;

    /** @param number distinguishes the names of one stretch from another's */
    ValueLayout(int number) {
        this.number = number;
    }

    /** Formats and names, and what is always the same that has not become one of them yet. */
    private static final class Side {

        private final StringBuilder format = new StringBuilder("<");
        private final List<String> names = new ArrayList<>();
        private final ByteArrayOutputStream constant = new ByteArrayOutputStream();
        private @Nullable String variable;
    }

    /** The same in each value. */
    ValueLayout same(byte[] bytes) {
        read.constant.writeBytes(bytes);
        write.constant.writeBytes(bytes);
        size += bytes.length;
        return this;
    }

    /** A field that is read into a variable and written from an expression. */
    ValueLayout field(String format, int bytes, String variable, String expression) {
        return reads(format, bytes, variable).writes(format, expression);
    }

    ValueLayout reads(String format, int bytes, String variable) {
        flushRead();
        read.format.append(format);
        if (!variable.isEmpty()) {
            read.names.add(variable);
        }
        size += bytes;
        return this;
    }

    ValueLayout writes(String format, String expression) {
        flushWrite();
        write.format.append(format);
        write.names.add(expression);
        return this;
    }

    /** Puts what is written here and always the same, up to the next field, into a variable, which may be changed. */
    ValueLayout named(String variable) {
        endNamed();
        write.variable = variable;
        return this;
    }

    /** The variables of {@link #named} with what they have at first. */
    Map<String, String> named() {
        endNamed();
        return named;
    }

    private void endNamed() {
        String variable = write.variable;
        if (variable != null) {
            write.format.append("c0");
            write.names.add(variable);
            named.put(variable, literal(write.constant.toByteArray()));
            write.constant.reset();
            write.variable = null;
        }
    }

    /** From here on it may be read by itself, see {@link #readingOfRest}. */
    ValueLayout mark() {
        flushRead();
        markedFormat = read.format.length();
        markedName = read.names.size();
        markedSize = size;
        return this;
    }

    /** What has to hold of what was read, beside what is always the same. */
    ValueLayout holds(String condition) {
        flushRead();
        conditions.add(condition);
        return this;
    }

    /** How many bytes it has. */
    int size() {
        return size;
    }

    /**
     * Lua that reads it at {@code position}, sets that to where it ends, and {@code usual}.
     *
     * @param correction lines between reading and comparing
     */
    String reading(String correction) {
        flushRead();
        return "local " + String.join(", ", constants()) + "\n"
                + String.join(", ", read.names) + ", position =\n"
                + "unpack_at('" + read.format + "', value, position)\n"
                + correction
                + "usual = " + String.join(" and ", conditions) + "\n";
    }

    /** Lua that reads at {@code position} what follows the mark, and sets {@code position} to where it ends; then lines. */
    String readingOfRest(String then) {
        flushRead();
        if (markedName == read.names.size()) {
            return then;
        }
        return "if #value - position >= " + (size - markedSize - 1) + " then\n"
                + String.join(", ", read.names.subList(markedName, read.names.size())) + ", position =\n"
                + "unpack_at('<" + read.format.substring(markedFormat) + "', value, position)\n"
                + then
                + "end\n";
    }

    /** The variable that has what is always the same and was said last. */
    String lastSame() {
        flushRead();
        return read.names.get(read.names.size() - 1);
    }

    /** What that variable has if the value is as usual. */
    String lastLiteral() {
        return lastLiteral;
    }

    /** Lua that makes it. */
    String writing() {
        flushWrite();
        return "pack('" + write.format + "', " + String.join(", ", write.names) + ")";
    }

    private List<String> constants() {
        return read.names.stream().filter(name -> name.startsWith("same_")).toList();
    }

    private void flushRead() {
        if (read.constant.size() > 0) {
            String name = "same_" + number + "_" + read.names.size();
            read.format.append('c').append(read.constant.size());
            read.names.add(name);
            lastLiteral = literal(read.constant.toByteArray());
            conditions.add(name + " == " + lastLiteral);
            read.constant.reset();
        }
    }

    private void flushWrite() {
        endNamed();
        if (write.constant.size() > 0) {
            write.format.append("c0");
            write.names.add(literal(write.constant.toByteArray()));
            write.constant.reset();
        }
    }

    /** Bytes as Lua writes a text, in ASCII. */
    static String literal(byte[] bytes) {
        StringBuilder text = new StringBuilder("'");
        for (byte one : bytes) {
            if (one >= ' ' && one < 0x7F && one != '\'' && one != '\\') {
                text.append((char) one);
            } else {
                int code = Byte.toUnsignedInt(one);
                text.append('\\').append(code / 100).append(code / 10 % 10).append(code % 10);
            }
        }
        return text.append('\'').toString();
    }
}
