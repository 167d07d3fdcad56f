package dev.botsentinel.secret;

import dev.botsentinel.ignore.IgnoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether git would add a file: it is in a work tree and no {@code .gitignore} there, nor {@code .git/info/exclude}, ignores it. A
 * user's own global ignore file isn't read, nor the index: what was added by force stays unnoticed.
 */
final class GitTracking {

    private static final long LARGEST_IGNORE_FILE = 1 << 20;

    private GitTracking() {}

    static boolean wouldTrack(Path file) {
        Path root = file.getParent();
        while (root != null && !Files.exists(root.resolve(".git"))) {
            root = root.getParent();
        }
        return root != null && !isIgnored(root, root.relativize(file));
    }

    private record Rules(Path directory, IgnoreFile file) {}

    private static boolean isIgnored(Path root, Path relative) {
        List<Rules> rules = new ArrayList<>();
        add(rules, root, root.resolve(".git").resolve("info").resolve("exclude"));
        Path at = root;
        for (Path name : relative) {
            add(rules, at, at.resolve(".gitignore"));
            at = at.resolve(name);
            if (isIgnored(rules, at, at.getNameCount() < root.getNameCount() + relative.getNameCount())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIgnored(List<Rules> rules, Path path, boolean isDirectory) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            String relative = rules.get(i)
                    .directory()
                    .relativize(path)
                    .toString()
                    .replace(path.getFileSystem().getSeparator(), "/");
            Optional<Boolean> ignored = rules.get(i).file().ignores(relative, isDirectory);
            if (ignored.isPresent()) {
                return ignored.get();
            }
        }
        return false;
    }

    private static void add(List<Rules> rules, Path directory, Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= LARGEST_IGNORE_FILE) {
                rules.add(new Rules(directory, IgnoreFile.parse(Files.readString(file))));
            }
        } catch (IOException unreadable) {
            // As if it weren't there: rather a warning too many.
        }
    }
}
