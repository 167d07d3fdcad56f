package dev.botsentinel.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a small file if nobody who isn't trusted can read or replace it; see {@link SecretFile}. */
final class CheckedFile {

    /** Of a token, or of a {@code .env} file. */
    static final int MAX_BYTES = Secret.MAX_BYTES;

    private final Path directory;
    private final Path name;
    private final FileTrust trust;
    private final Function<byte[], SecretLookup> reader;

    private CheckedFile(Path file, FileTrust trust, Function<byte[], SecretLookup> reader) {
        this.reader = reader;
        this.directory = Objects.requireNonNullElse(file.getParent(), file);
        this.name = Objects.requireNonNullElse(file.getFileName(), file);
        this.trust = trust;
    }

    /** Gives the bytes to a reader, and overwrites them afterwards. */
    static SecretLookup read(Path path, FileTrust trust, Function<byte[], SecretLookup> reader) {
        try {
            Path file = trust.followsKubernetesLinks() ? KubernetesVolume.resolve(path) : path;
            return new CheckedFile(file, trust, reader).read();
        } catch (NoSuchFileException missing) {
            return new SecretLookup.Absent("does not exist");
        } catch (AccessDeniedException denied) {
            return new SecretLookup.Refused(
                    "can't be read by this process's user; make that user its owner: chown, then chmod 600 " + path);
        } catch (NotDirectoryException notDirectory) {
            return new SecretLookup.Refused("has a parent that is no directory; check the path");
        } catch (IOException failure) {
            return new SecretLookup.Refused("can't be read: " + reason(failure));
        }
    }

    private static String reason(IOException failure) {
        String reason = failure instanceof FileSystemException detailed ? detailed.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }

    private SecretLookup read() throws IOException {
        Path real = directory.toRealPath();
        boolean hasPermissions = Files.getFileStore(real).supportsFileAttributeView(PosixFileAttributeView.class);
        if (!hasPermissions && trust.needsPermissions()) {
            return new SecretLookup.Refused(
                    "is on a file system without owner and permission bits, so nothing tells who can read it; if"
                            + " it is protected otherwise, say so by withoutPermissionsWhereThereAreNone()");
        }
        if (hasPermissions) {
            String problem = ParentDirectories.problem(directory, real);
            if (problem != null) {
                return new SecretLookup.Refused(problem);
            }
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(real)) {
            if (stream instanceof SecureDirectoryStream<Path> secure) {
                return read(new ByDescriptor(secure, name), real, hasPermissions);
            }
            return read(new ByName(real.resolve(name)), real, hasPermissions);
        }
    }

    private SecretLookup read(Access access, Path real, boolean hasPermissions) throws IOException {
        BasicFileAttributes before = access.attributes(hasPermissions);
        String problem = problem(before, real.resolve(name));
        if (problem != null) {
            return new SecretLookup.Refused(problem);
        }
        byte[] bytes;
        try (SeekableByteChannel channel = access.open()) {
            bytes = atMost(channel, MAX_BYTES + 1);
        }
        BasicFileAttributes after = access.attributes(hasPermissions);
        String changed = problem(after, real.resolve(name));
        if (changed == null && !Objects.equals(before.fileKey(), after.fileKey())) {
            changed = "was exchanged for another file while it was read; it is tried again at the next refresh";
        }
        if (changed == null && bytes.length > MAX_BYTES) {
            changed = tooLarge(bytes.length);
        }
        SecretLookup lookup = changed == null ? reader.apply(bytes) : new SecretLookup.Refused(changed);
        Arrays.fill(bytes, (byte) 0);
        return lookup;
    }

    private @Nullable String problem(BasicFileAttributes attributes, Path file) {
        if (attributes.isSymbolicLink()) {
            return "is a symbolic link; give the path of the file itself, or for a Kubernetes volume withKubernetesLinks()";
        }
        if (!attributes.isRegularFile()) {
            return "is no regular file";
        }
        if (attributes.size() > MAX_BYTES) {
            return tooLarge(attributes.size());
        }
        return attributes instanceof PosixFileAttributes posix ? FileOwners.problem(posix, file, trust) : null;
    }

    private static String tooLarge(long size) {
        return "has " + size + " bytes or more; at most " + MAX_BYTES + " are read. Is it the right file?";
    }

    private static byte[] atMost(SeekableByteChannel channel, int limit) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(limit);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // reads on
        }
        byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
        Arrays.fill(buffer.array(), (byte) 0);
        return bytes;
    }

    /** How the file is reached. Neither way follows a link in the last name. */
    private interface Access {
        BasicFileAttributes attributes(boolean posix) throws IOException;

        SeekableByteChannel open() throws IOException;
    }

    /** Relative to the open directory: nobody above can redirect it. */
    private record ByDescriptor(SecureDirectoryStream<Path> directory, Path name) implements Access {

        @Override
        public BasicFileAttributes attributes(boolean posix) throws IOException {
            Class<? extends BasicFileAttributeView> view =
                    posix ? PosixFileAttributeView.class : BasicFileAttributeView.class;
            return directory
                    .getFileAttributeView(name, view, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        }

        @Override
        public SeekableByteChannel open() throws IOException {
            return directory.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** Where directories can't be held open, as on Windows. */
    private record ByName(Path file) implements Access {

        @Override
        public BasicFileAttributes attributes(boolean posix) throws IOException {
            Class<? extends BasicFileAttributes> kind = posix ? PosixFileAttributes.class : BasicFileAttributes.class;
            return Files.readAttributes(file, kind, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public SeekableByteChannel open() throws IOException {
            return Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
    }
}
