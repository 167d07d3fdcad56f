package dev.botsentinel.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text in aligned columns: the left ones left-aligned, the others right-aligned. Not thread-safe. */
final class Table {

    private static final String INDENT = "  ";
    private static final String GAP = "  ";

    private final int leftAligned;
    private final List<String[]> rows = new ArrayList<>();

    /** @param leftAligned how many of the columns are left-aligned */
    Table(int leftAligned) {
        this.leftAligned = leftAligned;
    }

    Table row(String... cells) {
        rows.add(cells);
        return this;
    }

    /** The rows, each indented and ended by a line feed. */
    @Override
    public String toString() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(INDENT);
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(widths[i] - width(row[i]));
                line.append(i == 0 ? "" : GAP).append(i < leftAligned ? row[i] + padding : padding + row[i]);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[rows.stream().mapToInt(row -> row.length).max().orElse(0)];
        for (String[] row : rows) {
            Arrays.setAll(widths, i -> i < row.length ? Math.max(widths[i], width(row[i])) : widths[i]);
        }
        return widths;
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
