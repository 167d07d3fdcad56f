package dev.botsentinel.ignore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The patterns of one {@code .gitignore}, or of a file of the same form, with git's meaning: the last pattern that matches decides,
 * {@code !} takes a path back, a pattern with a slash before its end holds from the file's own directory, {@code **} crosses
 * directories, one that ends in a slash matches directories alone. Matching takes time in proportion to pattern and path at worst, so
 * a hostile file can't make it slow. Immutable.
 */
public final class IgnoreFile {

    /** The most patterns of a file that are read; what follows is left out. */
    public static final int MAX_PATTERNS = 10_000;

    private final List<IgnorePattern> patterns;

    private IgnoreFile(List<IgnorePattern> patterns) {
        this.patterns = patterns;
    }

    /** The patterns of a file with this text. Blank lines, comments and patterns that can match nothing are left out. */
    public static IgnoreFile parse(String text) {
        List<IgnorePattern> patterns = new ArrayList<>();
        text.lines()
                .map(IgnorePattern::parse)
                .flatMap(Optional::stream)
                .limit(MAX_PATTERNS)
                .forEach(patterns::add);
        return new IgnoreFile(List.copyOf(patterns));
    }

    /**
     * Whether a path is ignored as far as this file says.
     *
     * @param path relative to the file's directory, with {@code /} between names
     * @return true for ignored, false for taken back, empty if no pattern matches
     */
    public Optional<Boolean> ignores(String path, boolean isDirectory) {
        String[] names = path.split("/");
        for (int i = patterns.size() - 1; i >= 0; i--) {
            IgnorePattern pattern = patterns.get(i);
            if (pattern.matches(names, isDirectory)) {
                return Optional.of(!pattern.takesBack());
            }
        }
        return Optional.empty();
    }
}
