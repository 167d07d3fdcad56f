package dev.botsentinel.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column in characters, from 1
 */
record FilePlace(long line, long column) {

    /** Where an error is in a part of the file that was read by itself; the first of its lines isn't named. */
    private static final Pattern WITHIN = Pattern.compile("\\((?:line (\\d{1,9}), )?column (\\d{1,9})\\)");

    /** The message of an error in what begins here, with its place in the file. */
    String in(String message) {
        Matcher within = WITHIN.matcher(message);
        if (!within.find()) {
            return message + " " + this;
        }
        long lines = within.group(1) == null ? 0 : Long.parseLong(within.group(1)) - 1;
        long columns = Long.parseLong(within.group(2));
        FilePlace place = new FilePlace(line + lines, lines == 0 ? column + columns - 1 : columns);
        return message.substring(0, within.start()) + place + message.substring(within.end());
    }

    @Override
    public String toString() {
        return "(line " + line + ", column " + column + ")";
    }
}
