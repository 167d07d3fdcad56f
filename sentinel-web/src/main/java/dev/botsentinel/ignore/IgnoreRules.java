package dev.botsentinel.ignore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ignore files of the directories on the way down a tree, the nearest deciding; {@code .git} is always ignored. A file that can't be
 * read counts as if it weren't there. Not thread-safe.
 */
public final class IgnoreRules {

    private static final long LARGEST = 1 << 20;

    private record Rules(Path directory, IgnoreFile file) {}

    /** The nearest first. */
    private final Deque<Rules> rules = new ArrayDeque<>();

    private final List<String> names;

    /**
     * Begins with no rules.
     *
     * @param names what ignore files are called, the last of them deciding within a directory; none ignores nothing but {@code .git}
     */
    public IgnoreRules(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** The root of the git work tree that a path is in; null if it is in none. */
    public static @Nullable Path workTree(Path path) {
        Path root = path.getParent();
        while (root != null && !Files.exists(root.resolve(".git"))) {
            root = root.getParent();
        }
        return root;
    }

    /** Adds the rules of a directory, below those that were entered before. */
    public void enter(Path directory) {
        if (!names.isEmpty()) {
            add(directory, directory.resolve(".git").resolve("info").resolve("exclude"));
            names.forEach(name -> add(directory, directory.resolve(name)));
        }
    }

    /** Drops the rules of the directory that was entered last. */
    public void leave(Path directory) {
        while (!rules.isEmpty() && rules.peekFirst().directory().equals(directory)) {
            rules.removeFirst();
        }
    }

    /** Whether a path below the directories that were entered is ignored. Those between must have been asked for before. */
    public boolean ignores(Path path, boolean isDirectory) {
        if (isDirectory && path.endsWith(".git")) {
            return true;
        }
        for (Rules of : rules) {
            String relative = of.directory()
                    .relativize(path)
                    .toString()
                    .replace(path.getFileSystem().getSeparator(), "/");
            Optional<Boolean> ignored = of.file().ignores(relative, isDirectory);
            if (ignored.isPresent()) {
                return ignored.get();
            }
        }
        return false;
    }

    private void add(Path directory, Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
                rules.addFirst(new Rules(directory, IgnoreFile.parse(Files.readString(file))));
            }
        } catch (IOException unreadable) {
            // As if it weren't there: rather a finding too many.
        }
    }
}
