package dev.botsentinel.secret;

import dev.botsentinel.ignore.IgnoreRules;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether git would add a file: it is in a work tree and no {@code .gitignore} there, nor {@code .git/info/exclude}, ignores it. A
 * user's own global ignore file isn't read, nor the index: what was added by force stays unnoticed.
 */
final class GitTracking {

    private GitTracking() {}

    static boolean wouldTrack(Path file) {
        Path root = IgnoreRules.workTree(file);
        return root != null && !isIgnored(root, root.relativize(file));
    }

    private static boolean isIgnored(Path root, Path relative) {
        IgnoreRules rules = new IgnoreRules(List.of(".gitignore"));
        Path at = root;
        for (int i = 0; i < relative.getNameCount(); i++) {
            rules.enter(at);
            at = at.resolve(relative.getName(i));
            if (rules.ignores(at, i < relative.getNameCount() - 1)) {
                return true;
            }
        }
        return false;
    }
}
