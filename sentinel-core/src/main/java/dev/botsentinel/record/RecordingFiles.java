package dev.botsentinel.record;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The files of a recording, in the order of their names. A full or old one is followed by the next; before that the oldest go, so that
 * all together stay within the bound. Nobody but their owner may read them. Not thread-safe.
 */
final class RecordingFiles implements AutoCloseable {

    private static final String START = "recording-";
    private static final String END = ".jsonl";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                    "yyyyMMdd'T'HHmmss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Path directory;
    private final long maxFileBytes;
    private final Duration maxFileAge;
    private final long maxTotalBytes;
    private final String run = HexFormat.of().toHexDigits(new SecureRandom().nextInt());

    private @Nullable OutputStream out;
    private Instant opened = Instant.EPOCH;
    private long bytes;
    private int files;

    RecordingFiles(Path directory, long maxFileBytes, Duration maxFileAge, long maxTotalBytes) {
        this.directory = directory;
        this.maxFileBytes = maxFileBytes;
        this.maxFileAge = maxFileAge;
        this.maxTotalBytes = maxTotalBytes;
    }

    /** Appends a line, to the next file if the present one is full or old. */
    void write(byte[] line, Instant now) throws IOException {
        boolean isDue = bytes + line.length > maxFileBytes || !now.isBefore(opened.plus(maxFileAge));
        if (out != null && isDue) {
            close();
        }
        OutputStream current = out == null ? open(now) : out;
        current.write(line);
        bytes += line.length;
    }

    void flush() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    private OutputStream open(Instant now) throws IOException {
        makeDirectory();
        makeRoom();
        files++;
        Path file = directory.resolve(
                START + STAMP.format(now) + '-' + run + String.format(Locale.ROOT, "-%06d", files) + END);
        OutputStream fresh = new BufferedOutputStream(Files.newOutputStream(create(file), StandardOpenOption.WRITE));
        out = fresh;
        opened = now;
        bytes = 0;
        return fresh;
    }

    private void makeDirectory() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownersOnly("rwx------"));
        }
    }

    private Path create(Path file) throws IOException {
        Files.createFile(file, ownersOnly("rw-------"));
        return file;
    }

    /** Nothing where the file system has no such permissions: there its access list is inherited from the directory. */
    private FileAttribute<?>[] ownersOnly(String permissions) {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Removes the oldest until a full file more fits. */
    private void makeRoom() throws IOException {
        List<Path> all = new ArrayList<>();
        long total = 0;
        try (DirectoryStream<Path> known = Files.newDirectoryStream(directory, START + "*" + END)) {
            for (Path file : known) {
                all.add(file);
                total += size(file);
            }
        }
        Collections.sort(all);
        for (Path oldest : all) {
            if (total + maxFileBytes <= maxTotalBytes) {
                return;
            }
            total -= size(oldest);
            Files.deleteIfExists(oldest);
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException removedMeanwhile) {
            return 0;
        }
    }

    /** Ends the present file as it is, after it could not be written; the next line begins another one. */
    void abandon() {
        try {
            close();
        } catch (IOException alreadyTold) {
            out = null;
        }
    }

    /** Ends the present file; the next line begins another one. */
    @Override
    public void close() throws IOException {
        OutputStream current = out;
        out = null;
        if (current != null) {
            current.close();
        }
    }
}
