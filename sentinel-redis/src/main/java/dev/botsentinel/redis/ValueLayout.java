package dev.botsentinel.redis;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of an owner's value that one {@code struct.unpack} reads and one {@code struct.pack} writes. It consists of fields
 * and constant bytes; adjacent constants are compared and copied as one text. Not thread-safe.
 */
final class ValueLayout {

    private final int number;
    private final Side read = new Side();
    private final Side write = new Side();
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private int size;
    private String lastLiteral = "";
    private int markedFormat;
    private int markedName;
    private int markedSize;

    /** @param number makes the variables of a stretch unique */
    ValueLayout(int number) {
        this.number = number;
    }

    /** Formats and names, and the constant bytes not yet turned into either. */
    private static final class Side {

        private final StringBuilder format = new StringBuilder("<");
        private final List<String> names = new ArrayList<>();
        private final ByteArrayOutputStream constant = new ByteArrayOutputStream();
        private @Nullable String variable;
    }

    /** Constant bytes. */
    ValueLayout constant(byte[] bytes) {
        read.constant.writeBytes(bytes);
        write.constant.writeBytes(bytes);
        size += bytes.length;
        return this;
    }

    /** A field read into a variable and written from an expression. */
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

    /** Writes the constant bytes from here to the next field through a variable, which the script may change. */
    ValueLayout variable(String variable) {
        endVariable();
        write.variable = variable;
        return this;
    }

    /** The variables of {@link #variable} with their initial values. */
    Map<String, String> variables() {
        endVariable();
        return variables;
    }

    private void endVariable() {
        String variable = write.variable;
        if (variable != null) {
            write.format.append("c0");
            write.names.add(variable);
            variables.put(variable, literal(write.constant.toByteArray()));
            write.constant.reset();
            write.variable = null;
        }
    }

    /** Marks where {@link #readingOfRest} starts. */
    ValueLayout mark() {
        flushRead();
        markedFormat = read.format.length();
        markedName = read.names.size();
        markedSize = size;
        return this;
    }

    /** A condition on the fields, beside the constant bytes. */
    ValueLayout requires(String condition) {
        flushRead();
        conditions.add(condition);
        return this;
    }

    /** The size in bytes. */
    int size() {
        return size;
    }

    /**
     * Lua that reads the stretch at {@code position}, moves {@code position} to its end, and sets {@code fast} to whether the
     * value is as expected.
     *
     * @param correction lines to run between reading and comparing
     */
    String reading(String correction) {
        flushRead();
        return "local " + String.join(", ", constants()) + "\n"
                + String.join(", ", read.names) + ", position =\n"
                + "unpack_at('" + read.format + "', value, position)\n"
                + correction
                + "fast = " + String.join(" and ", conditions) + "\n";
    }

    /** Lua that reads what follows the mark at {@code position} and moves {@code position} to its end, then runs more lines. */
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

    /** The variable of the latest constant bytes. */
    String lastConstant() {
        flushRead();
        return read.names.get(read.names.size() - 1);
    }

    /** The expected value of {@link #lastConstant}. */
    String lastLiteral() {
        return lastLiteral;
    }

    /** Lua that packs the stretch. */
    String writing() {
        flushWrite();
        return "pack('" + write.format + "', " + String.join(", ", write.names) + ")";
    }

    private List<String> constants() {
        return read.names.stream().filter(name -> name.startsWith("constant_")).toList();
    }

    private void flushRead() {
        if (read.constant.size() > 0) {
            String name = "constant_" + number + "_" + read.names.size();
            read.format.append('c').append(read.constant.size());
            read.names.add(name);
            lastLiteral = literal(read.constant.toByteArray());
            conditions.add(name + " == " + lastLiteral);
            read.constant.reset();
        }
    }

    private void flushWrite() {
        endVariable();
        if (write.constant.size() > 0) {
            write.format.append("c0");
            write.names.add(literal(write.constant.toByteArray()));
            write.constant.reset();
        }
    }

    /** Bytes as a Lua string in ASCII. */
    static String literal(byte[] bytes) {
        StringBuilder text = new StringBuilder("'");
        for (byte b : bytes) {
            if (b >= ' ' && b < 0x7F && b != '\'' && b != '\\') {
                text.append((char) b);
            } else {
                int code = Byte.toUnsignedInt(b);
                text.append('\\').append(code / 100).append(code / 10 % 10).append(code % 10);
            }
        }
        return text.append('\'').toString();
    }
}
