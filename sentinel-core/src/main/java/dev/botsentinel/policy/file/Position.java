package dev.botsentinel.policy.file;

import java.util.Comparator;

/** A place in a file, counted from 1; columns in code points. */
record Position(int line, int column) implements Comparable<Position> {

    static final Position START = new Position(1, 1);

    private static final Comparator<Position> ORDER =
            Comparator.comparingInt(Position::line).thenComparingInt(Position::column);

    /** Where the text ends. Lines end as in YAML: with LF, CR LF or CR. */
    static Position after(CharSequence text) {
        int line = 1;
        int column = 1;
        int index = 0;
        while (index < text.length()) {
            int c = Character.codePointAt(text, index);
            index += Character.charCount(c);
            boolean carriesOn = c == '\r' && index < text.length() && text.charAt(index) == '\n';
            if (c == '\n' || (c == '\r' && !carriesOn)) {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new Position(line, column);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
