package dev.botsentinel.policy.file;

import dev.botsentinel.policy.PolicyProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What was found wrong in a file so far, and where its parts stand, so that a problem that only the whole policy shows
 * finds its place too. Bounded: past a thousand errors they are only counted.
 */
final class ErrorReport {

    private static final int MAX_ERRORS = 1000;

    /** By position alone, so that lists which are sorted stay as they are. */
    static final Comparator<PolicyError> POSITION =
            Comparator.comparingInt(PolicyError::line).thenComparingInt(PolicyError::column);

    private static final Comparator<PolicyError> ORDER = POSITION.thenComparing(PolicyError::message);

    private final Set<PolicyError> errors = new HashSet<>();
    private final Set<PolicyWarning> warnings = new HashSet<>();
    /** Sorted: the names in a path are the author's, and thousands of them can have one hash. */
    private final Map<List<String>, Position> marks = new TreeMap<>(ErrorReport::compare);

    private int more;
    private int moreWarnings;

    /** Reports an error; the same one again (met by an alias) is one error. */
    void add(Position position, String message) {
        add(position, () -> message);
    }

    /** Reports an error whose message costs something. */
    void add(Position position, Supplier<String> message) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(PolicyError.at(position, message.get()));
        } else {
            more++;
        }
    }

    /** Remembers where the part with this path stands. */
    void mark(List<String> path, Position position) {
        marks.putIfAbsent(path, position);
    }

    /** Remembers where the items of the list with this path stand. */
    void markAll(List<String> path, Iterable<Position> positions) {
        int index = 0;
        for (Position position : positions) {
            mark(path(path, Integer.toString(index++)), position);
        }
    }

    /** Reports a problem at the part that its path names, or else at the nearest one around it. */
    void add(PolicyProblem problem) {
        add(position(problem), problem.message());
    }

    /** Reports what has no effect, at the part that its path names, or else at the nearest one around it. */
    void warn(PolicyProblem problem) {
        Position position = position(problem);
        if (warnings.size() < MAX_ERRORS) {
            warnings.add(new PolicyWarning(position.line(), position.column(), problem.message()));
        } else {
            moreWarnings++;
        }
    }

    private Position position(PolicyProblem problem) {
        List<String> path = problem.path();
        while (!path.isEmpty() && !marks.containsKey(path)) {
            path = path.subList(0, path.size() - 1);
        }
        return marks.getOrDefault(path, Position.START);
    }

    boolean isClean() {
        return errors.isEmpty();
    }

    /** The errors, sorted by position. */
    List<PolicyError> errors() {
        List<PolicyError> sorted = new ArrayList<>(errors);
        sorted.sort(ORDER);
        if (more > 0) {
            PolicyError last = sorted.get(sorted.size() - 1);
            sorted.add(new PolicyError(
                    last.line(), last.column(), "and " + more + " more errors in the file; correct these first"));
        }
        return sorted;
    }

    /** The warnings, sorted by position. */
    List<PolicyWarning> warnings() {
        List<PolicyWarning> sorted = new ArrayList<>(warnings);
        sorted.sort(Comparator.comparing(PolicyWarning::asError, ORDER));
        if (moreWarnings > 0) {
            PolicyWarning last = sorted.get(sorted.size() - 1);
            sorted.add(new PolicyWarning(last.line(), last.column(), "and " + moreWarnings + " more in the file"));
        }
        return sorted;
    }

    private static int compare(List<String> one, List<String> other) {
        int common = Math.min(one.size(), other.size());
        for (int i = 0; i < common; i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    /** A path and one or more steps further. */
    static List<String> path(List<String> parent, String... more) {
        List<String> path = new ArrayList<>(parent.size() + more.length);
        path.addAll(parent);
        path.addAll(List.of(more));
        return path;
    }
}
