package dev.botsentinel.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who owns a file, and who can read or change it. */
final class FileOwners {

    private static final Set<PosixFilePermission> OF_GROUP_AND_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private FileOwners() {}

    /** What is wrong with a secret's file and the command that mends it; null for nothing. */
    static @Nullable String problem(PosixFileAttributes attributes, Path file, FileTrust trust) {
        if (!isTrusted(attributes.owner())) {
            return "belongs to user " + attributes.owner().getName()
                    + ", not to the bot's user or root: chown \"$(id -un)\" " + quoted(file);
        }
        Set<PosixFilePermission> tooMany = EnumSet.copyOf(OF_GROUP_AND_OTHERS);
        tooMany.retainAll(attributes.permissions());
        if (trust.groupCanRead()) {
            tooMany.remove(PosixFilePermission.GROUP_READ);
        }
        if (tooMany.isEmpty()) {
            return null;
        }
        String who = tooMany.stream().anyMatch(it -> it.name().startsWith("OTHERS")) ? "others" : "its group";
        return "is open to " + who + ": chmod " + (trust.groupCanRead() ? "640 " : "600 ") + quoted(file);
    }

    /** Root and the process's own user can read the process's memory anyway. */
    static boolean isTrusted(UserPrincipal owner) {
        return owner.equals(Own.USER)
                || owner.equals(Own.ROOT)
                || owner.getName().equals(Own.NAME);
    }

    /** For a shell. */
    static String quoted(Path path) {
        String text = path.toString();
        return text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "/._-+:@%".indexOf(c) >= 0))
                ? text
                : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Looked up once; null where the system doesn't tell. */
    private static final class Own {
        static final @Nullable UserPrincipal USER = owner("/proc/self");
        static final @Nullable UserPrincipal ROOT = owner("/");
        static final @Nullable String NAME = System.getProperty("user.name");

        private static @Nullable UserPrincipal owner(String path) {
            try {
                return Files.getOwner(Path.of(path));
            } catch (IOException | UnsupportedOperationException unknown) {
                return null;
            }
        }
    }
}
