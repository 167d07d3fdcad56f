package dev.botsentinel.data.storage;

import dev.botsentinel.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A file for each owner, named by a hash of the owner. A file is replaced as a whole: written beside the old one, forced to the disk,
 * renamed, and the directory forced, so that a crash leaves the old state or the new one. The check sum finds a disk's faults; it is
 * no defence against somebody who can write there.
 */
final class OwnerFiles implements Cells.Journal {

    private static final int FORMAT = 1;
    private static final String SUFFIX = ".data";
    private static final String UNFINISHED = ".tmp";
    private static final long NEVER = Long.MIN_VALUE;
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;

    OwnerFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public void keep(DataOwner owner, Cell cell) {
        String name = name(owner);
        Path unfinished = directory.resolve(name + UNFINISHED);
        try {
            Files.deleteIfExists(unfinished);
            try (FileChannel out = FileChannel.open(
                    unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
                ByteBuffer bytes = ByteBuffer.wrap(encode(owner, cell));
                while (bytes.hasRemaining()) {
                    int unused = out.write(bytes);
                }
                out.force(true);
            }
            Files.move(unfinished, directory.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
            forceDirectory();
        } catch (IOException failure) {
            throw new StoreException("a file in " + directory + " can't be written: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void forget(DataOwner owner) {
        try {
            if (Files.deleteIfExists(directory.resolve(name(owner) + SUFFIX))) {
                forceDirectory();
            }
        } catch (IOException failure) {
            throw new StoreException("a file in " + directory + " can't be deleted: " + failure.getMessage(), failure);
        }
    }

    /** Reads a file into the cells; deletes what a crash left unfinished. */
    void restore(Path file, Cells cells) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(UNFINISHED)) {
            Files.deleteIfExists(file);
            return;
        }
        if (!name.endsWith(SUFFIX)) {
            return;
        }
        try {
            decode(file, Files.readAllBytes(file), cells);
        } catch (NoSuchFileException gone) {
            throw gone;
        } catch (IOException | IllegalArgumentException damaged) {
            throw new StoreException("the file " + file + " is damaged (" + damaged.getMessage()
                    + "); restore it, or move it away to start without its owner's data");
        }
    }

    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static byte[] encode(DataOwner owner, Cell cell) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(FORMAT);
        out.writeUTF(owner.encoded());
        out.writeLong(millis(cell.until()));
        out.writeInt(cell.values().size());
        for (Map.Entry<String, Cell.Value> entry : cell.values().entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeLong(millis(entry.getValue().until()));
            out.writeInt(entry.getValue().bytes().length);
            out.write(entry.getValue().bytes());
        }
        CRC32 check = new CRC32();
        check.update(bytes.toByteArray());
        out.writeLong(check.getValue());
        return bytes.toByteArray();
    }

    private static void decode(Path file, byte[] bytes, Cells cells) throws IOException {
        int length = bytes.length - Long.BYTES;
        if (length < 0) {
            throw new IOException("it is too short");
        }
        CRC32 check = new CRC32();
        check.update(bytes, 0, length);
        if (check.getValue() != ByteBuffer.wrap(bytes, length, Long.BYTES).getLong()) {
            throw new IOException("its check sum is wrong");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
        int format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("it has format " + format + ", this version reads " + FORMAT);
        }
        DataOwner owner = DataOwner.decode(in.readUTF());
        if (!file.getFileName().toString().equals(name(owner) + SUFFIX)) {
            throw new IOException("it has another owner's data");
        }
        Instant until = instant(in.readLong());
        Map<String, Cell.Value> values = new HashMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            String name = in.readUTF();
            Instant valueUntil = instant(in.readLong());
            values.put(name, new Cell.Value(in.readNBytes(in.readInt()), valueUntil));
        }
        cells.restore(owner, new Cell(Map.copyOf(values), until));
    }

    private static long millis(@Nullable Instant instant) {
        return instant == null ? NEVER : instant.toEpochMilli();
    }

    private static @Nullable Instant instant(long millis) {
        return millis == NEVER ? null : Instant.ofEpochMilli(millis);
    }

    private static String name(DataOwner owner) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(owner.encoded().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
