package dev.botsentinel.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileOwnersTest {

    private record Somebody(String getName) implements UserPrincipal {}

    private record Attributes(UserPrincipal owner, Set<PosixFilePermission> permissions)
            implements PosixFileAttributes {

        @Override
        public GroupPrincipal group() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileTime lastModifiedTime() {
            return FileTime.from(Instant.EPOCH);
        }

        @Override
        public FileTime lastAccessTime() {
            return FileTime.from(Instant.EPOCH);
        }

        @Override
        public FileTime creationTime() {
            return FileTime.from(Instant.EPOCH);
        }

        @Override
        public boolean isRegularFile() {
            return true;
        }

        @Override
        public boolean isDirectory() {
            return false;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return false;
        }

        @Override
        public long size() {
            return 1;
        }

        @Override
        public Object fileKey() {
            return 1;
        }
    }

    @Test
    void aFileOfAnotherUserIsRefused() {
        assertThat(problem("mallory"))
                .isEqualTo("belongs to user mallory, not to the bot's user or root: chown \"$(id -un)\" /t");
        assertThat(problem(System.getProperty("user.name"))).isNull();
    }

    private static String problem(String owner) {
        return FileOwners.problem(
                new Attributes(new Somebody(owner), PosixFilePermissions.fromString("rw-------")),
                Path.of("/t"),
                FileTrust.STRICT);
    }
}
