package dev.botsentinel.secret;

import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A variable in a {@code .env} file: lines of {@code NAME=value}, also with {@code export} before, comments that begin with
 * {@code #}, and values in single or double quotes. There are no escapes, no variables within values and no values of several lines:
 * a value is what stands there. The file is checked like a {@link SecretFile}.
 *
 * <p>Immutable; each {@code with…} method makes another source.
 */
public final class DotEnvFile implements SecretSource {

    private final SecretFile file;
    private final String variable;

    private DotEnvFile(SecretFile file, String variable) {
        this.file = file;
        this.variable = VariableName.checked(variable);
    }

    static DotEnvFile of(SecretFile file, String variable) {
        return new DotEnvFile(file, variable);
    }

    /** See {@link SecretFile#withoutPermissionsWhereThereAreNone}. */
    public DotEnvFile withoutPermissionsWhereThereAreNone() {
        return new DotEnvFile(file.withoutPermissionsWhereThereAreNone(), variable);
    }

    @Override
    public String description() {
        return variable + " in " + file.description();
    }

    @Override
    public SecretLookup read() {
        return file.text(this::variable);
    }

    private SecretLookup variable(CharBuffer text) {
        SecretLookup found = new SecretLookup.Absent("is not set there");
        int number = 0;
        int start = 0;
        while (start <= text.length()) {
            number++;
            int end = endOfLine(text, start);
            Line line = Line.of(text.subSequence(start, end));
            if (line == null) {
                return new SecretLookup.Refused(
                        "can't be read: line " + number + " is neither NAME=value nor a comment");
            }
            if (variable.contentEquals(line.name)) {
                if (!(found instanceof SecretLookup.Absent)) {
                    return new SecretLookup.Refused("is set twice, the second time in line " + number + "; remove one");
                }
                found = SecretText.lookup(line.value);
            }
            start = end + 1;
        }
        return found;
    }

    private static int endOfLine(CharBuffer text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n') {
            end++;
        }
        return end;
    }

    /** A line's name and value, both empty if it has none. The value stays in the file's buffer, which is overwritten. */
    private record Line(CharBuffer name, CharBuffer value) {

        private static final String EXPORT = "export ";

        /** Null if it is no line of such a file. */
        static @Nullable Line of(CharBuffer whole) {
            CharBuffer text = stripped(whole);
            if (text.isEmpty() || text.charAt(0) == '#') {
                CharBuffer none = text.subSequence(0, 0);
                return new Line(none, none);
            }
            if (text.length() > EXPORT.length() && EXPORT.contentEquals(text.subSequence(0, EXPORT.length()))) {
                text = stripped(text.subSequence(EXPORT.length(), text.length()));
            }
            int equals = 0;
            while (equals < text.length() && text.charAt(equals) != '=') {
                equals++;
            }
            CharBuffer name = stripped(text.subSequence(0, equals));
            if (equals == text.length() || !VariableName.is(name)) {
                return null;
            }
            return new Line(name, unquoted(stripped(text.subSequence(equals + 1, text.length()))));
        }

        @Override
        public String toString() {
            return "Line[hidden]";
        }

        private static CharBuffer unquoted(CharBuffer value) {
            int last = value.length() - 1;
            boolean quoted = last > 0
                    && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                    && value.charAt(0) == value.charAt(last);
            return quoted ? value.subSequence(1, last) : value;
        }

        private static CharBuffer stripped(CharBuffer text) {
            int start = 0;
            int end = text.length();
            while (start < end && text.charAt(start) <= ' ') {
                start++;
            }
            while (end > start && text.charAt(end - 1) <= ' ') {
                end--;
            }
            return text.subSequence(start, end);
        }
    }
}
