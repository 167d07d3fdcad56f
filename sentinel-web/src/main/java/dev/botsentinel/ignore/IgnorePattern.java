package dev.botsentinel.ignore;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One line of an ignore file. */
record IgnorePattern(List<String> segments, boolean takesBack, boolean directoriesOnly) {

    private static final String ANY_DIRECTORIES = "**";
    private static final int LONGEST = 1024;

    static Optional<IgnorePattern> parse(String line) {
        String text = withoutTrailingSpaces(line);
        if (text.isEmpty() || text.startsWith("#") || text.length() > LONGEST) {
            return Optional.empty();
        }
        boolean takesBack = text.startsWith("!");
        if (takesBack) {
            text = text.substring(1);
        }
        boolean directoriesOnly = text.endsWith("/");
        if (directoriesOnly) {
            text = text.substring(0, text.length() - 1);
        }
        boolean anchored = text.indexOf('/') >= 0;
        if (text.startsWith("/")) {
            text = text.substring(1);
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String whole = anchored ? text : ANY_DIRECTORIES + "/" + text;
        return Optional.of(new IgnorePattern(Arrays.asList(whole.split("/")), takesBack, directoriesOnly));
    }

    private static String withoutTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ' && !(end > 1 && line.charAt(end - 2) == '\\')) {
            end--;
        }
        return line.substring(0, end);
    }

    /** Greedy: on a mismatch only the last {@code **} takes one name more, which is enough, and bounds the time. */
    boolean matches(String[] names, boolean isDirectory) {
        if (directoriesOnly && !isDirectory) {
            return false;
        }
        int segment = 0;
        int name = 0;
        int lastAny = -1;
        int retry = -1;
        while (name < names.length) {
            if (segment < segments.size() && segments.get(segment).equals(ANY_DIRECTORIES)) {
                lastAny = segment++;
                retry = name;
            } else if (segment < segments.size() && NamePattern.matches(segments.get(segment), names[name])) {
                segment++;
                name++;
            } else if (lastAny >= 0) {
                segment = lastAny + 1;
                name = ++retry;
            } else {
                return false;
            }
        }
        // A last "**" stands for what is in a directory, not for the directory itself.
        return segment == segments.size();
    }
}
