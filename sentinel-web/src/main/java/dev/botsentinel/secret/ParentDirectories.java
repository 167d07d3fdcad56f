package dev.botsentinel.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import org.jspecify.annotations.Nullable;

/** The directories above a secret: whoever can write to one can put another file in its place. */
final class ParentDirectories {

    private static final int STICKY = 0x200;

    private ParentDirectories() {}

    /** What is wrong with a directory above, as given or as its links lead, and the command that mends it; null for nothing. */
    static @Nullable String problem(Path given, Path real) throws IOException {
        String problem = problem(real);
        return problem != null || real.equals(given) ? problem : problem(given);
    }

    private static @Nullable String problem(Path directory) throws IOException {
        for (Path above = directory; above != null; above = above.getParent()) {
            PosixFileAttributes attributes = Files.readAttributes(above, PosixFileAttributes.class);
            if (!FileOwners.isTrusted(attributes.owner())) {
                return "is below " + above + ", which belongs to user "
                        + attributes.owner().getName() + "; put it below a directory of the bot's user or root";
            }
            if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE) && !isSticky(above)) {
                return "is below a directory that everybody can write to: chmod o-w " + FileOwners.quoted(above);
            }
        }
        return null;
    }

    /** In a sticky directory nobody can rename or remove what belongs to others. */
    private static boolean isSticky(Path directory) throws IOException {
        try {
            return Files.getAttribute(directory, "unix:mode") instanceof Integer mode && (mode & STICKY) != 0;
        } catch (UnsupportedOperationException | IllegalArgumentException unknown) {
            return false;
        }
    }
}
