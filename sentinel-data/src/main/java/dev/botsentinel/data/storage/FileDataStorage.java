package dev.botsentinel.data.storage;

import dev.botsentinel.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory with a file for each owner, for a bot of one process. All of it is read at the start and kept in memory: reading never
 * touches the disk, and each write replaces the owner's file. A write that has returned outlives a crash of the process or the
 * machine; one that hasn't is there whole or not at all.
 *
 * <p>Only the process's user can enter the directory and read the files. A directory that is open to others is refused, and so is a
 * file that is damaged: the error names it. A second process is refused too. Thread-safe; writing blocks for the disk.
 */
public final class FileDataStorage implements DataStorage {

    private static final int MAXIMUM_OWNERS = 100_000;
    private static final String LOCK = "lock";

    private final OwnerFiles files;
    private final Cells cells;
    private final FileChannel lockFile;

    private FileDataStorage(OwnerFiles files, int maximumOwners, FileChannel lockFile) {
        this.files = files;
        this.cells = new Cells(files, maximumOwners);
        this.lockFile = lockFile;
    }

    /** The storage in this directory, for at most 100,000 owners; see {@link #open(Path, int)}. */
    public static FileDataStorage open(Path directory) {
        return open(directory, MAXIMUM_OWNERS);
    }

    /**
     * The storage in this directory, which is made if it isn't there. Its file system has to have POSIX permissions.
     *
     * @param maximumOwners of how many owners it takes data, 1 or more; of any more it is refused
     * @throws StoreException if the directory is open to others, in use, unreadable, or has a damaged file; the message says what to do
     */
    public static FileDataStorage open(Path directory, int maximumOwners) {
        try {
            if (!Files.exists(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            requireClosedToOthers(directory);
            FileChannel lockFile = lock(directory.resolve(LOCK));
            try {
                FileDataStorage storage = new FileDataStorage(new OwnerFiles(directory), maximumOwners, lockFile);
                storage.restore(directory);
                return storage;
            } catch (RuntimeException | IOException failure) {
                lockFile.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new StoreException("the directory " + directory + " can't be used: " + failure.getMessage(), failure);
        }
    }

    private static void requireClosedToOthers(Path directory) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view == null) {
            throw new StoreException("the file system of " + directory
                    + " has no permissions by which to keep others out; use another one, or Redis");
        }
        Set<PosixFilePermission> others = EnumSet.copyOf(view.readAttributes().permissions());
        others.removeAll(PosixFilePermissions.fromString("rwx------"));
        if (!others.isEmpty()) {
            throw new StoreException("the directory " + directory + " is open to others ("
                    + PosixFilePermissions.toString(view.readAttributes().permissions()) + "): chmod 700 " + directory);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileLock held = null;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            // This process has it open already; the same answer as for another one.
        }
        if (held == null) {
            channel.close();
            throw new StoreException("the directory " + path.getParent()
                    + " is in use by another storage; one process has it at a time, several share a Redis");
        }
        return channel;
    }

    private void restore(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                files.restore(file, cells);
            }
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    @Override
    public Map<String, byte[]> read(DataOwner owner, Set<String> names, Instant now) {
        return cells.read(owner, names, now);
    }

    @Override
    public Map<String, byte[]> readAll(DataOwner owner, Instant now) {
        return cells.readAll(owner, now);
    }

    @Override
    public boolean write(DataOwner owner, DataWrite write, Instant now) {
        return cells.write(owner, write, now);
    }

    @Override
    public boolean remove(DataOwner owner, String name) {
        return cells.remove(owner, name);
    }

    @Override
    public int removeAll(DataOwner owner) {
        return cells.removeAll(owner);
    }

    @Override
    public void keepUntil(DataOwner owner, Instant until, Instant now) {
        cells.keepUntil(owner, until, now);
    }

    @Override
    public List<DataOwner> owners(@Nullable DataOwner after, int limit) {
        return cells.owners(after, limit);
    }

    @Override
    public int sweep(Instant now, Set<String> hollow) {
        return cells.sweep(now, hollow);
    }

    /** Lets another process use the directory. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException failure) {
            throw new StoreException("the lock could not be released: " + failure.getMessage(), failure);
        }
    }
}
